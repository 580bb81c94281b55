using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A decision: actions in dependency order, what was refused, and the expected result.</summary>
/// <param name="Actions">Safe in this order; each also names what it depends on.</param>
/// <param name="Refusals">Alternatives considered and turned down.</param>
/// <param name="Summary">One sentence: what the plan does, or why it does nothing.</param>
public sealed record Plan(
    ImmutableArray<PlannedAction> Actions, ImmutableArray<Refusal> Refusals, string Summary)
{
    /// <summary>How far the cost of the placement that the plan leads to may be from the best possible, as a share of
    /// that cost: energy, CPU not served and moves over the horizon. Null where nothing runs, where a peer's rule decides,
    /// and where only a part of the plan may be started.</summary>
    public double? OptimalityGap { get; init; }

    /// <summary>A plan that does nothing, and why.</summary>
    public static Plan Empty(string why) => new([], [], why);
}
