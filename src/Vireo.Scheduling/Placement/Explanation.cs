using Vireo.Fleet;

namespace Vireo.Scheduling.Placement;

/// <summary>Why something is done, in whole sentences with figures, as true when the plan ends as when it is
/// read.</summary>
/// <param name="Rule">What asked for it, such as <c>relieve</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Effect">What it gains.</param>
/// <param name="Instead">What else was considered, and why that was not taken.</param>
/// <param name="Benefit">Watt-hours over the horizon; 0 where it is not done to save.</param>
internal sealed record Explanation(string Rule, string Reason, string Effect, string Instead, double Benefit = 0)
{
    /// <summary>The rule of moves that empty hosts, and of switching those off.</summary>
    public const string Consolidate = "consolidate";

    /// <summary>How much of the benefit is what wishes that it mends are worth, less those that it breaks.</summary>
    public double Wishes { get; init; }

    /// <summary>The incident that it answers; null for none.</summary>
    public IncidentAnswer? Answers { get; init; }
}
