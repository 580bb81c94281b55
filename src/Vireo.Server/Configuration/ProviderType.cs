namespace Vireo.Server.Configuration;

/// <summary>The kinds of hypervisor system that can be connected.</summary>
public enum ProviderType
{
    /// <summary>A simulated fleet on virtual time.</summary>
    Simulation,

    /// <summary>Hosts that are reached through libvirt, such as KVM.</summary>
    Libvirt,

    /// <summary>A cluster of a vCenter, or a standalone ESXi host.</summary>
    VSphere,
}
