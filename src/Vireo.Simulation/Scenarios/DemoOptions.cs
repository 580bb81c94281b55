namespace Vireo.Simulation;

/// <summary>The generated fleet that a newcomer sees.</summary>
public sealed record DemoOptions
{
    /// <summary>Hosts, in three generations and racks of ten.</summary>
    public int Hosts { get; init; } = 40;

    /// <summary>Virtual machines, of five behaviours.</summary>
    public int Machines { get; init; } = 500;

    /// <summary>Decides every size, habit and noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>First instant: a Monday at midnight, fixed so that runs can be compared.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When a host's error counter begins to rise; null for never.</summary>
    public TimeSpan? HostErrorsAt { get; init; } = TimeSpan.FromHours(58);

    /// <summary>How long after its first errors that host dies.</summary>
    public TimeSpan HostFailsAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>When a quiet machine begins to want all the CPU it may have; null for never.</summary>
    public TimeSpan? NoisyMachineAt { get; init; } = TimeSpan.FromHours(60);

    /// <summary>How long it stays noisy.</summary>
    public TimeSpan NoisyFor { get; init; } = TimeSpan.FromHours(5);

    /// <summary>Spacing of measurements.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromMinutes(5);
}
