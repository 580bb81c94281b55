using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>One host and how it is reached.</summary>
public sealed record LibvirtHostSettings
{
    /// <summary>What it is called; also its identifier in the fleet, so it should stay the same.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where its libvirt answers, such as <c>qemu+ssh://root@h1/system</c>.</summary>
    public string Uri { get; init; } = "";

    /// <summary>Where the other hosts reach its libvirt for migrations; null for the same as
    /// <see cref="Uri"/>.</summary>
    public string? PeerUri { get; init; }

    /// <summary>Cores that guests may use; null for all that libvirt reports. With it, the host's load is that of its
    /// guests.</summary>
    public double? Cores { get; init; }

    /// <summary>Memory that guests may use; null for all that libvirt reports.</summary>
    public MemoryBytes? Memory { get; init; }

    /// <summary>Of the link that carries migrations; null when it is not known.</summary>
    public BytesPerSecond? Link { get; init; }

    /// <summary>Rack, power feed or site whose loss takes the host with it; empty for the host alone.</summary>
    public string FaultDomain { get; init; } = "";
}
