using System.Collections.Immutable;

namespace Vireo.Simulation.Trials;

/// <summary>What is expected of a group; what is null is not asked for.</summary>
/// <remarks>Objects are counted in the simulated fleet itself, whatever the loop believes, after each decision and at
/// each action.</remarks>
public sealed record GroupExpectation
{
    /// <summary>The most objects at any time, in any state.</summary>
    public int? NeverMoreThan { get; init; }

    /// <summary>The most objects at some time are at least so many: the ceiling was really reached.</summary>
    public int? ReachesAtLeast { get; init; }

    /// <summary>At some time at least so many serve.</summary>
    public int? AtLeastAtThePeak { get; init; }

    /// <summary>At the end at least so many serve.</summary>
    public int? AtLeastAtTheEnd { get; init; }

    /// <summary>At the end at most so many serve.</summary>
    public int? AtMostAtTheEnd { get; init; }

    /// <summary>Replicas ordered at most.</summary>
    public int? AtMostCreated { get; init; }

    /// <summary>Replicas that served and were taken away, at most.</summary>
    public int? AtMostRemoved { get; init; }

    /// <summary>How often growing turned into shrinking or back, at most.</summary>
    public int? AtMostReversals { get; init; }

    /// <summary>Creations that came to nothing within an hour, as the loop counts them, at least.</summary>
    public int? CountsFailures { get; init; }

    /// <summary>Share of the readings of the last hours in which a machine of it waited for CPU, 0 to 1, at most.</summary>
    public double? WaitsAtMost { get; init; }

    /// <summary>MHz that its machines used together at some time, at least.</summary>
    public double? UsesAtLeast { get; init; }

    /// <summary>The version in which all serve at the end.</summary>
    public int? Version { get; init; }

    /// <summary>Words of the reason for which a version was given up.</summary>
    public string? RolledBack { get; init; }

    /// <summary>At least so many serve at an hour.</summary>
    public ImmutableSortedDictionary<double, int> ServesAt { get; init; } = ImmutableSortedDictionary<double, int>.Empty;
}
