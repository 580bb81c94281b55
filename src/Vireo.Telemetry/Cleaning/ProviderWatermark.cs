using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>The newest instant of a provider that is stored; what comes after it is asked for next.</summary>
/// <param name="Provider">Which provider.</param>
/// <param name="At">By the provider's clock.</param>
public readonly record struct ProviderWatermark(ProviderId Provider, DateTimeOffset At);
