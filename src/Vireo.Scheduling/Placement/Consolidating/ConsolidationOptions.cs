namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>How much risk a consolidation takes, and how calm it stays. Quantiles are in standard deviations of what a
/// whole host may ask for at the next decision.</summary>
public sealed record ConsolidationOptions
{
    /// <summary>Room to leave on a host that takes a machine from an overloaded one.</summary>
    public double PlaceQuantile { get; init; } = 1.6;

    /// <summary>Room to leave on hosts that take the machines of a host that is emptied. Above
    /// <see cref="PlaceQuantile"/>, so that what was emptied is not needed again soon.</summary>
    public double DrainQuantile { get; init; } = 2.05;

    /// <summary>Room to leave when a fleet is packed for the first time.</summary>
    public double PackQuantile { get; init; } = 1.8;

    /// <summary>Room an overloaded host should have after its relief.</summary>
    public double ReliefQuantile { get; init; } = 0.6;

    /// <summary>Room to leave when no host has <see cref="PlaceQuantile"/>.</summary>
    public double NarrowQuantile { get; init; } = 1;

    /// <summary>An overload without a target wakes a host only when the load expected of it is above this part of its
    /// capacity; below, it passes by itself.</summary>
    public double WakeAboveRatio { get; init; } = 0.87;

    /// <summary>Decisions without draining after a host was woken.</summary>
    public int RestAfterWake { get; init; } = 6;

    /// <summary>Cost of moving the demand of a whole host, in seconds of migration.</summary>
    public double HostDemandCostSeconds { get; init; } = 16;

    /// <summary>Cost of taking a target with little room, in seconds of migration.</summary>
    public double NarrowCostSeconds { get; init; } = 0.3;

    /// <summary>Cost of taking a target that only has room at this moment, in seconds of migration.</summary>
    public double MomentaryCostSeconds { get; init; } = 0.3;

    /// <summary>Weight of the capacity that a machine's variance takes on a host, against the room it leaves: volatile
    /// machines go where there are others, because deviations add up by their squares.</summary>
    public double VarianceWeight { get; init; } = 1;
}
