using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How a provider is doing.</summary>
/// <param name="Provider">Which.</param>
/// <param name="LastSuccess">Last time it answered; null when it never did.</param>
/// <param name="Error">Its last error; empty when it answered last time.</param>
public sealed record ProviderHealth(ProviderId Provider, DateTimeOffset? LastSuccess, string Error);
