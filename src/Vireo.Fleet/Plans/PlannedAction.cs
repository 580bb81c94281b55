using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>One step of a plan, with everything a person needs to judge it (S33).</summary>
/// <param name="Id">Unique over all plans: plan hash prefix and position.</param>
/// <param name="Action">What to do.</param>
/// <param name="DependsOn">Actions of the same plan that must have succeeded before; makes intermediate states
/// fit.</param>
/// <param name="Rules">Identifiers of the rules that asked for it, e.g. <c>relieve</c>, <c>consolidate</c>,
/// <c>evacuate</c>.</param>
/// <param name="Reason">Why, in one sentence with figures.</param>
/// <param name="ExpectedEffect">What it should change, in one sentence with figures.</param>
/// <param name="BenefitWattHours">What it is expected to gain over the horizon, wishes included.</param>
/// <param name="CostWattHours">What it costs.</param>
public sealed record PlannedAction(
    ActionId Id,
    FleetAction Action,
    ImmutableArray<ActionId> DependsOn,
    ImmutableArray<string> Rules,
    string Reason,
    string ExpectedEffect,
    double BenefitWattHours,
    double CostWattHours)
{
    /// <summary>What else was considered and why it was not taken, in one or two sentences with figures; empty where
    /// there was
    /// no choice, and in plans that were stored before there was one.</summary>
    public string Instead { get => field ?? ""; init; } = "";

    /// <summary>How much of the benefit is wishes that hold then: what they are worth by the policy, which no meter
    /// shows. Negative where it breaks some.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WishWattHours { get; init; }

    /// <summary>The incident that a remedy of the policy answers with it; null for what answers none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IncidentAnswer? Answers { get; init; }
}
