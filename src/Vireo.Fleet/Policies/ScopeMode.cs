namespace Vireo.Fleet;

/// <summary>The mode of one scope: a provider, a cluster, a host or a virtual machine.</summary>
/// <param name="Scope">What it applies to.</param>
/// <param name="Mode">How much Vireo may do there. Where scopes overlap, the most careful mode wins.</param>
public sealed record ScopeMode(EntityId Scope, OperatingMode Mode);
