using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>What a domain's document says that its statistics do not.</summary>
/// <param name="Title">A short description by people; empty when there is none.</param>
/// <param name="Cores">Virtual processors it has now.</param>
/// <param name="MaximumCores">The most it can be given without a restart.</param>
/// <param name="MemoryBytes">Memory it has now.</param>
/// <param name="MaximumMemoryBytes">The most it can be given without a restart.</param>
/// <param name="HasBalloon">Whether its memory can change while it runs.</param>
/// <param name="Disks">Its disks.</param>
/// <param name="Interfaces">Its network interfaces, by the names that its host gave them; empty while it does not
/// run.</param>
/// <param name="Devices">Devices of the host that it owns, such as a passed-through card.</param>
/// <param name="Mark">What Vireo wrote into it; null when it did not.</param>
internal sealed record DomainDescription(
    string Title, int Cores, int MaximumCores, long MemoryBytes, long MaximumMemoryBytes, bool HasBalloon,
    ImmutableArray<DomainDisk> Disks, ImmutableArray<string> Interfaces, ImmutableArray<string> Devices, DomainMark? Mark)
{
    /// <summary>Whether it uses its host's processor as it is, with every feature: it moves only to hosts that have
    /// them.</summary>
    public bool UsesHostCpu { get; init; }

    /// <summary>Whether an agent in its guest can be talked to.</summary>
    public AgentChannel AgentChannel { get; init; }

    /// <summary>What it takes to define it on another host; null where it is not kept, as its host cannot be
    /// fenced.</summary>
    public string? Definition { get; init; }

    /// <summary>Its snapshots; none where the driver keeps none.</summary>
    public SnapshotSet Snapshots { get; init; }
}
