using Vireo.Adapters.Libvirt;
using Vireo.Adapters.Ovn;
using Vireo.Adapters.VSphere;

namespace Vireo.Server.Configuration;

/// <summary>One hypervisor system to connect to.</summary>
public sealed record ProviderSettings
{
    /// <summary>Names the provider and its cluster.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which kind of system.</summary>
    public ProviderType Type { get; init; } = ProviderType.Simulation;

    /// <summary>The policy in force; empty for the only one there is.</summary>
    public string Policy { get; init; } = "";

    /// <summary>What a simulated fleet is.</summary>
    public SimulationSettings Simulation { get; init; } = new();

    /// <summary>Hosts that are reached through libvirt.</summary>
    public LibvirtSettings Libvirt { get; init; } = new();

    /// <summary>A cluster that is reached through vSphere.</summary>
    public VSphereSettings VSphere { get; init; } = new();

    /// <summary>Where the network of its cluster is managed; null where none is.</summary>
    public OvnSettings? Ovn { get; init; }
}
