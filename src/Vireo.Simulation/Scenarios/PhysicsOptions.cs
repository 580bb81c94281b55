namespace Vireo.Simulation;

/// <summary>How a simulated fleet behaves. The defaults are a plausible data centre; <see cref="Reference"/> is the
/// model that published consolidation results use.</summary>
public sealed record PhysicsOptions
{
    /// <summary>The reference simulator's behaviour (CloudSim 3.0.3, power package): idle machines vanish, unused hosts
    /// draw nothing, switching hosts is instant, every migration has half a gigabit for itself.</summary>
    public static PhysicsOptions Reference { get; } = new()
    {
        DropIdleMachines = true,
        IdleHostsDrawNothing = true,
        RemembersDepartures = true,
        MigrationBytesPerSecond = 62.5 * 1024 * 1024,
        DirtyRatio = 0,
        HostBoot = TimeSpan.Zero,
        HostShutdown = TimeSpan.Zero,
        MachineBoot = TimeSpan.Zero,
        MaxMigrationsPerHost = null,
        DiskBytesPerSecond = null,
    };

    /// <summary>Whether a machine that wants nothing at an update is deleted for good.</summary>
    public bool DropIdleMachines { get; init; }

    /// <summary>Whether a host whose machines want nothing counts as switched off.</summary>
    public bool IdleHostsDrawNothing { get; init; }

    /// <summary>Whether a machine that returns to a host it once left is served there while it still arrives.</summary>
    public bool RemembersDepartures { get; init; }

    /// <summary>CPU that a machine loses while it moves, 0 to 1.</summary>
    public double MigrationDegradation { get; init; } = 0.1;

    /// <summary>Speed of every migration; null uses what was asked for, within the slower of the two links.</summary>
    public double? MigrationBytesPerSecond { get; init; }

    /// <summary>Memory sent twice because it changed under way, as a ratio of the memory in use.</summary>
    public double DirtyRatio { get; init; } = 0.15;

    /// <summary>How long a host takes to start, at full power.</summary>
    public TimeSpan HostBoot { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a host takes to stop.</summary>
    public TimeSpan HostShutdown { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a machine takes to start or to be created.</summary>
    public TimeSpan MachineBoot { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the disks of a machine that stays off take to be made.</summary>
    public TimeSpan MachineClone { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long cloud-init takes.</summary>
    public TimeSpan MachineConfigure { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a configured machine takes until its health check passes.</summary>
    public TimeSpan MachineCheck { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Migrations that the hypervisor accepts at once into or out of one host; null for any number.</summary>
    public int? MaxMigrationsPerHost { get; init; } = 4;

    /// <summary>What the disks of a host carry, read and written together, in bytes per second; null for any
    /// amount.</summary>
    public double? DiskBytesPerSecond { get; init; } = 2e9;

    /// <summary>Share of migrations that fail half-way, 0 to 1.</summary>
    public double MigrationFailureRatio { get; init; }

    /// <summary>Seeds the failures.</summary>
    public long Seed { get; init; } = 1;
}
