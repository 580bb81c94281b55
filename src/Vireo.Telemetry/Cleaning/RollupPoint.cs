namespace Vireo.Telemetry.Cleaning;

/// <summary>The samples of one interval in three numbers.</summary>
/// <param name="At">Start of the interval, which ends one resolution later, exclusive.</param>
/// <param name="Count">Samples in it, at least one.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="P95">The smallest sample that at least 95 % of them do not exceed.</param>
public readonly record struct RollupPoint(DateTimeOffset At, int Count, double Mean, double Maximum, double P95);
