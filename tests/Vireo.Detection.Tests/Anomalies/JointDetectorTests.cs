using Vireo.Detection.Anomalies;

namespace Vireo.Detection.Tests.Anomalies;

public class JointDetectorTests
{
    private const int Metrics = 6;

    [Fact]
    public void A_metric_that_leaves_the_others_is_seen_although_its_value_is_usual()
    {
        double[][] rows = Machine(3_000);
        for (int row = 2_500; row < 2_520; row++)
        {
            rows[row][2] = rows[row - 140][2];
        }

        Anomaly[] scored = Score(rows, 1_500);

        Assert.Contains(scored[2_500..2_520], anomaly => anomaly.IsAlert);
        Assert.Equal(0, scored[1_500..2_500].Count(anomaly => anomaly.IsAlert));
    }

    [Fact]
    public void What_comes_later_changes_no_earlier_score()
    {
        double[][] rows = Machine(900);

        Anomaly[] whole = Score(rows, 300);
        Anomaly[] part = Score(rows[..600], 300);

        Assert.Equal(part, whole[..600]);
    }

    [Fact]
    public void Missing_infinite_and_huge_values_keep_scores_between_zero_and_one()
    {
        double[][] rows = Machine(1_500);
        double[] bad = [double.NaN, double.PositiveInfinity, 1e300, -1e300, 0];
        for (int row = 100; row < rows.Length; row += 7)
        {
            rows[row][row % Metrics] = bad[row % bad.Length];
        }

        Array.Fill(rows[1_200], double.NaN);

        Assert.All(Score(rows, 300), anomaly => Assert.InRange(anomaly.Score, 0, 1));
    }

    [Fact]
    public void Constants_are_never_unusual()
    {
        double[][] rows = [.. Enumerable.Range(0, 1_000).Select(_ => new[] { 0.0, 5, 1e12 })];

        Assert.DoesNotContain(Score(rows, 300), anomaly => anomaly.IsAlert);
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        var detector = new JointDetector(3, 10);

        var refusal = Assert.Throws<ArgumentException>(() => detector.Next([1, 2]));

        Assert.Contains("3 metrics, this one 2", refusal.Message, StringComparison.Ordinal);
    }

    private static double[][] Machine(int rows) =>
    [
        .. Enumerable.Range(0, rows).Select(row => (double[])[.. Enumerable.Range(0, Metrics).Select(metric =>
            (10 * (metric + 1) * Math.Sin(row * Math.Tau / 288)) + Math.Sin((row * 78.233) + (metric * 1.7)))]),
    ];

    private static Anomaly[] Score(double[][] rows, int probation)
    {
        var detector = new JointDetector(rows[0].Length, probation);

        return [.. rows.Select(row => detector.Next(row))];
    }
}
