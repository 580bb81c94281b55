namespace Vireo.Fleet;

/// <summary>How far a series can be trusted; travels with the data (S28: bad telemetry holds actions).</summary>
/// <param name="Score">0 (useless) to 1 (complete, fresh and believable).</param>
/// <param name="Age">Since the newest sample.</param>
/// <param name="GapRatio">Missing grid points in the window, 0 to 1.</param>
/// <param name="OutlierRatio">Points marked as outliers, 0 to 1.</param>
/// <param name="Problem">What is wrong, for people; empty when nothing is.</param>
public readonly record struct DataQuality(
    double Score, TimeSpan Age, double GapRatio, double OutlierRatio, string Problem)
{
    /// <summary>Nothing wrong.</summary>
    public static DataQuality Perfect => new(1, TimeSpan.Zero, 0, 0, "");

    /// <summary>Below this score a series blocks changes to what it describes.</summary>
    public const double ActionableScore = 0.5;

    /// <summary>Whether decisions may rest on the series.</summary>
    public bool IsActionable => Score >= ActionableScore;
}
