using System.Collections.Immutable;
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

    /// <summary>Host and port of another way to it, which answers as long as it lives; empty for none: then silence alone
    /// never makes it dead (S26).</summary>
    public string Watch { get; init; } = "";

    /// <summary>The program, and its arguments, that switches it off from outside and ends with 0 only when that is
    /// certain; empty for none: then its machines are not restarted elsewhere (S25).</summary>
    public ImmutableArray<string> Fence { get; init; } = [];

    /// <summary>Whether it can be found dead and be fenced.</summary>
    public bool CanBeFenced => Watch.Length > 0 && !Fence.IsEmpty;

    /// <summary>Why an address cannot be that of another way to a host; null when it can.</summary>
    public static string? WhyNotWatch(string address) => SecondPath.WhyNot(address);

    /// <inheritdoc/>
    public bool Equals(LibvirtHostSettings? other) =>
        other is not null && Fence.SequenceEqual(other.Fence)
        && (Name, Uri, PeerUri, Cores, Memory, Link, FaultDomain, Watch)
        == (other.Name, other.Uri, other.PeerUri, other.Cores, other.Memory, other.Link, other.FaultDomain, other.Watch);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Uri, PeerUri, Cores, Memory, Link, FaultDomain, Watch);
}
