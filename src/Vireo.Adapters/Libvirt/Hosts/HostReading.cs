using System.Collections.Immutable;

namespace Vireo.Adapters.Libvirt;

/// <summary>All that was read of one host at one instant.</summary>
/// <param name="At">When, by our clock: libvirt gives none.</param>
/// <param name="Hardware">What it is made of.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="BusySeconds">Processor seconds spent since the host started; null where the driver does not
/// know.</param>
/// <param name="UsedMemoryBytes">Memory in use, caches left out; null where the driver does not know.</param>
/// <param name="Domains">Its domains.</param>
internal sealed record HostReading(
    DateTimeOffset At, NodeHardware Hardware, HostCapabilities Capabilities, double? BusySeconds, double? UsedMemoryBytes,
    ImmutableArray<DomainFacts> Domains)
{
    /// <summary>Megahertz of one processor. Where the host does not say, one processor counts as 1,000.</summary>
    public double Mhz => Hardware.Mhz > 0 ? Hardware.Mhz : 1_000;

    /// <summary>Finds a domain; null when the host does not have it.</summary>
    public DomainFacts? Find(string uuid) => Domains.FirstOrDefault(domain => domain.Reading.Uuid == uuid);
}
