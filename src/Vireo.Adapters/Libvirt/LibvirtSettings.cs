using System.Collections.Immutable;
using Vireo.Adapters.Probing;

namespace Vireo.Adapters.Libvirt;

/// <summary>Hosts that are managed through libvirt and share one placement domain.</summary>
public sealed record LibvirtSettings
{
    /// <summary>Its hosts.</summary>
    public ImmutableArray<LibvirtHostSettings> Hosts { get; init; } = [];

    /// <summary>Whether Vireo may act. Off, so that connections are read-only until somebody decides otherwise
    /// (S32).</summary>
    public bool Acts { get; init; }

    /// <summary>Folders that all hosts see under the same path. A machine whose disks lie elsewhere stays where it
    /// is.</summary>
    public ImmutableArray<string> SharedFolders { get; init; } = [];

    /// <summary>The storage pool of each host in which the disks of new machines lie.</summary>
    public string StoragePool { get; init; } = "default";

    /// <summary>What is asked of the machines' services all the time.</summary>
    public ImmutableArray<Probe> Probes { get; init; } = [];

    /// <summary>How machines move.</summary>
    public MigrationMethod Migration { get; init; } = MigrationMethod.Live;

    /// <summary>Time between measurements; one call to each host.</summary>
    public TimeSpan SampleEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between decisions, and the step of the forecast.</summary>
    public TimeSpan DecideEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a host may take over one call; then its connection is given up.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a guest may take to shut down before it is switched off.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public bool Equals(LibvirtSettings? other) =>
        other is not null && Hosts.SequenceEqual(other.Hosts) && SharedFolders.SequenceEqual(other.SharedFolders)
        && Probes.SequenceEqual(other.Probes)
        && (Acts, StoragePool, Migration, SampleEvery, DecideEvery, Deadline, ShutdownPatience)
        == (other.Acts, other.StoragePool, other.Migration, other.SampleEvery, other.DecideEvery, other.Deadline, other.ShutdownPatience);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Hosts.Length, SharedFolders.Length, Probes.Length, Acts, Migration, SampleEvery, DecideEvery, Deadline);
}
