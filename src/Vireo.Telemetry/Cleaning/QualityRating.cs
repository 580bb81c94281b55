using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Rates how far a window of a series can be trusted.</summary>
/// <remarks>The score is a product, so one serious fault is enough to hold actions: missing points, an old newest
/// sample, a stuck sensor, a changed unit, impossible and outlying values each take their part.</remarks>
public static class QualityRating
{
    private const double FreshSteps = 2;
    private const double DeadSteps = 4;
    private const double TolerableOutlierRatio = 0.1;
    private const double StuckFactor = 0.4;
    private const double UnitJumpFactor = 0.4;

    /// <summary>Rates a window.</summary>
    /// <param name="metric">What is measured: some metrics may stand still.</param>
    /// <param name="values">The aligned window, oldest first; NaN marks a gap.</param>
    /// <param name="step">Its spacing.</param>
    /// <param name="evidence">What is known beside the values.</param>
    public static DataQuality Rate(
        Metric metric, ReadOnlySpan<double> values, TimeSpan step, QualityEvidence evidence)
    {
        int expected = values.Length - evidence.PointsBeforeBirth;
        double gapRatio = expected <= 0 ? 0 : Math.Max(0, 1 - ((double)evidence.Present / expected));
        double outlierRatio = (double)evidence.Outliers / Math.Max(1, Math.Max(evidence.Outliers, evidence.Samples));
        double impossibleRatio = (double)evidence.Impossible / Math.Max(1, evidence.Samples + evidence.Impossible);
        double staleness = Math.Clamp(((evidence.Age / step) - FreshSteps) / (DeadSteps - FreshSteps), 0, 1);
        bool isStuck = StuckSensor.IsStuck(metric, values);
        bool hasJumped = UnitJump.IsSuspected(metric, values);

        double score = (1 - gapRatio) * (1 - staleness)
            * (1 - Math.Min(0.9, 4 * impossibleRatio))
            * (1 - Math.Clamp(2 * (outlierRatio - TolerableOutlierRatio), 0, 0.9))
            * (isStuck ? StuckFactor : 1)
            * (hasJumped ? UnitJumpFactor : 1);
        string problem = hasJumped && staleness == 0
            ? "The level has jumped by the ratio of two units, such as bytes and kilobytes."
            : Describe(gapRatio, staleness, isStuck, impossibleRatio, outlierRatio, evidence);

        return new DataQuality(score, evidence.Age, gapRatio, outlierRatio, problem);
    }

    private static string Describe(
        double gapRatio, double staleness, bool isStuck, double impossibleRatio, double outlierRatio,
        QualityEvidence evidence)
    {
        if (staleness > 0)
        {
            return $"The newest sample is {evidence.Age.TotalMinutes:0} minutes old.";
        }

        if (isStuck)
        {
            return "The value has stopped changing although it always varied before.";
        }

        if (impossibleRatio > 0)
        {
            return $"{evidence.Impossible} impossible values were rejected.";
        }

        if (gapRatio > 0.1)
        {
            return $"{gapRatio:P0} of the points are missing.";
        }

        return outlierRatio > TolerableOutlierRatio ? $"{outlierRatio:P0} of the samples are outliers." : "";
    }
}
