namespace Vireo.Simulation;

/// <summary>Which of the reference simulator's simplifications hold.</summary>
internal sealed record CloudSimRules
{
    /// <summary>Version 3.0.3 as it is.</summary>
    public static CloudSimRules Reference { get; } = new();

    /// <summary>Idle machines stay, memory counts, targets are protected.</summary>
    public static CloudSimRules Physical { get; } = new()
    {
        DropsIdleMachines = false,
        MemoryLimits = true,
        HostMemoryMib = 32 * 1024,
        ProtectsTargets = true,
    };

    /// <summary>As <see cref="Physical"/>, and links are shared, hosts need time to start, and a host that holds
    /// machines draws power even when all of them are idle.</summary>
    public static CloudSimRules PhysicalLinks { get; } = Physical with
    {
        MigrationsPerLink = 2,
        BootSeconds = 120,
        IdleHostsDrawPower = true,
    };

    /// <summary>Deletes every machine that asks for nothing and is not moving.</summary>
    public bool DropsIdleMachines { get; init; } = true;

    /// <summary>Whether memory limits where a machine may go after the start; at the start it always does.</summary>
    public bool MemoryLimits { get; init; }

    /// <summary>Of every host.</summary>
    public int HostMemoryMib { get; init; } = 4096;

    /// <summary>Whether a reference policy leaves hosts alone that it has just chosen as targets.</summary>
    public bool ProtectsTargets { get; init; }

    /// <summary>Migrations that may leave, and as many that may arrive, at one time at a host, sharing its link in that
    /// direction; 0 for any number at full speed each.</summary>
    public int MigrationsPerLink { get; init; }

    /// <summary>From switching a host on until it takes machines, at peak power.</summary>
    public double BootSeconds { get; init; }

    /// <summary>Whether a host with only idle machines draws its idle power rather than nothing.</summary>
    public bool IdleHostsDrawPower { get; init; }
}
