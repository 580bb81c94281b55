using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What a provider of networks says to stand there.</summary>
/// <param name="Provider">Who says it, and carries changes out.</param>
/// <param name="State">What stands there.</param>
/// <param name="Management">IPv4 addresses by which hosts and the provider itself are reached: networks that hold one of
/// them lose nothing by themselves.</param>
public sealed record NetworkSight(ProviderId Provider, OvnState State, ImmutableArray<string> Management);
