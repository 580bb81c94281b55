namespace Vireo.Benchmarks.Incidents;

/// <summary>What came of one fault.</summary>
/// <param name="Fault">Which.</param>
/// <param name="ToldAt">When people were first told of an incident about it; null when they were not.</param>
/// <param name="Incidents">Of how many.</param>
/// <param name="Rank">Place of the root among the causes, from 1; 0 when it is not among them.</param>
/// <param name="RankOfEarliest">The same when the earliest alert is taken for the cause, then the next.</param>
/// <param name="RankOfWorst">The same by severity, then by time.</param>
/// <param name="WarnedAt">When static thresholds alone warned; null when they did not.</param>
/// <param name="Warnings">How many incidents they alone make, unfolded.</param>
/// <param name="RawAlerts">Everything that was opened about it, whatever its severity.</param>
internal sealed record FaultOutcome(
    InjectedFault Fault, TimeSpan? ToldAt, int Incidents, int Rank, int RankOfEarliest, int RankOfWorst,
    TimeSpan? WarnedAt, int Warnings, int RawAlerts)
{
    /// <summary>The incidents that people were told of, in order.</summary>
    public SeenIncident[] Told { get; init; } = [];

    /// <summary>How long before users notice; negative when after; null when not told, or users never notice.</summary>
    public double? LeadMinutes => (Fault.Impact - ToldAt)?.TotalMinutes;

    /// <summary>The same of static thresholds.</summary>
    public double? LeadOfThresholds => (Fault.Impact - WarnedAt)?.TotalMinutes;
}
