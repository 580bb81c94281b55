using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A hard placement rule; holds at every intermediate step (S1, S2).</summary>
/// <param name="Name">The rule's identifier in explanations.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="VirtualMachines">Whom it binds.</param>
/// <param name="Hosts">For the host rules; empty otherwise.</param>
public sealed record AffinityRule(
    string Name, AffinityKind Kind, ImmutableArray<VirtualMachineId> VirtualMachines, ImmutableArray<HostId> Hosts);
