namespace Vireo.Simulation.Trials;

/// <summary>What is expected of a pool; what is null is not asked for.</summary>
public sealed record PoolExpectation
{
    /// <summary>MHz that it lends at some time, at least.</summary>
    public double? LendsAtLeast { get; init; }

    /// <summary>Share of the readings of the last hours in which a machine of it waited for CPU, 0 to 1, at most.</summary>
    public double? WaitsAtMost { get; init; }

    /// <summary>The longest time, in minutes, for which a machine of it waited for CPU without a break, at most: within it
    /// whatever was lent is back.</summary>
    public double? IsBackWithinMinutes { get; init; }
}
