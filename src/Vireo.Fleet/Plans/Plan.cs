using System.Collections.Immutable;
using System.Text.Json.Serialization;

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

    /// <summary>Wishes that are broken once it is carried out, in the policy's order, and why; null when none
    /// is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<BrokenWish>? BrokenWishes { get; init; }

    /// <summary>What it gains and costs in money; null where the policy names no prices.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanValue? Value { get; init; }

    /// <summary>A plan that does nothing, and why.</summary>
    public static Plan Empty(string why) => new([], [], why);
}
