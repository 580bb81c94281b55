using CsCheck;
using Vireo.Detection.Anomalies;

namespace Vireo.Detection.Tests.Anomalies;

public class SeriesDetectorTests
{
    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_spike_in_a_daily_pattern_scores_above_one_half_and_alerts_where_it_begins()
    {
        double[] values = Daily(3_000);
        values[2_500] += 200;

        Anomaly[] scored = Score(values, 450);

        Assert.True(scored[2_500].Score >= 0.5, $"The spike scored {scored[2_500].Score:0.00}.");
        Assert.True(scored[2_500].IsAlert, "The spike raised no alert.");
        Assert.True(scored[2_490..2_500].All(anomaly => !anomaly.IsAlert), "An alert came before the spike.");
    }

    [Fact]
    public void A_quiet_pattern_raises_no_alert_once_it_is_known()
    {
        Anomaly[] scored = Score(Daily(6_000), 450);

        Assert.Equal(0, scored[900..].Count(anomaly => anomaly.IsAlert));
    }

    [Fact]
    public void Nothing_is_said_while_it_only_learns()
    {
        double[] values = Daily(600);
        values[200] = 1e6;

        Anomaly[] scored = Score(values, 450);

        Assert.True(scored[..450].All(anomaly => anomaly == Anomaly.None), "A row that only teaches was scored.");
    }

    [Fact]
    public void What_comes_later_changes_no_earlier_score() =>
        Gen.Select(Gen.Double[-100, 100].Array[50, 400], Gen.Int[1, 49], Gen.Int[1, 40]).Sample((values, cut, probation) =>
        {
            Anomaly[] whole = Score(values, probation);
            Anomaly[] part = Score(values[..cut], probation);

            return whole.AsSpan(0, cut).SequenceEqual(part);
        }, iter: 100);

    [Fact]
    public void Scores_stay_between_zero_and_one_whatever_comes() =>
        Gen.OneOf(
                Gen.Double[-1, 1], Gen.Double, Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(1e300),
                Gen.Const(-1e300), Gen.Const(0.0), Gen.Const(1e-300))
            .Array[1, 300].Sample(values => Score(values, 5).All(anomaly => anomaly.Score is >= 0 and <= 1), iter: 300);

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e12)]
    [InlineData(-3.5)]
    public void A_constant_is_never_unusual_and_its_first_change_is(double level)
    {
        double[] values = new double[1_000];
        Array.Fill(values, level);
        values[900] = level + 1 + Math.Abs(level);

        Anomaly[] scored = Score(values, 150);

        Assert.True(scored[..900].All(anomaly => !anomaly.IsAlert && anomaly.Score < 0.5), "A constant was unusual.");
        Assert.True(scored[900].Score >= 0.5, $"The change scored {scored[900].Score:0.00}.");
    }

    [Fact]
    public void A_missing_value_scores_nothing_and_teaches_nothing()
    {
        double[] values = Daily(1_000);
        double[] withGaps = [.. values.SelectMany((value, i) => i == 700 ? [value, double.NaN] : new[] { value })];

        Anomaly[] scored = Score(withGaps, 150);

        Assert.Equal(Anomaly.None, scored[701]);
        Assert.True(scored[702].Score < 0.5, "The value after a gap was unusual.");
    }

    [Fact]
    public void A_clock_that_jumps_back_and_forth_does_no_harm()
    {
        var detector = new SeriesDetector(Step, 20, default);
        DateTime[] jumps = [Start, DateTime.MaxValue, DateTime.MinValue, Start, Start, Start.AddYears(50)];

        double[] scores = [.. Enumerable.Range(0, 600).Select(i => detector.Next(jumps[i % jumps.Length], i % 7).Score)];

        Assert.All(scores, score => Assert.InRange(score, 0, 1));
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesDetector(TimeSpan.Zero, 1, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesDetector(Step, 0, default));
    }

    private static double[] Daily(int rows) =>
        [.. Enumerable.Range(0, rows).Select(i => 100 + (30 * Math.Sin(i * Math.Tau / 288)) + (3 * Math.Sin(i * 12.9898)))];

    private static Anomaly[] Score(double[] values, int probation)
    {
        var detector = new SeriesDetector(Step, probation, default);

        return [.. values.Select((value, i) => detector.Next(Start + (i * Step), value))];
    }
}
