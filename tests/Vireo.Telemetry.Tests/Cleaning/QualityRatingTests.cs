using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Tests.Cleaning;

public sealed class QualityRatingTests
{
    private static readonly double[] Lively = [.. Enumerable.Range(0, 60).Select(i => 500 + (i * 37 % 101) + (i * 0.013))];

    [Fact]
    public void A_complete_fresh_varying_series_is_perfect()
    {
        var quality = Rate(Metric.CpuUsage, Lively, age: TimeSpan.FromMinutes(5));

        Assert.Equal((1.0, ""), (quality.Score, quality.Problem));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(16, false)]
    [InlineData(60, false)]
    public void A_series_is_actionable_only_while_its_newest_sample_is_fresh(int minutes, bool isActionable) =>
        Assert.Equal(isActionable, Rate(Metric.CpuUsage, Lively, TimeSpan.FromMinutes(minutes)).IsActionable);

    [Fact]
    public void A_series_with_more_gaps_than_points_is_not_actionable()
    {
        double[] holed = [.. Lively.Select((value, i) => i % 5 < 3 ? double.NaN : value)];

        var quality = Rate(Metric.CpuUsage, holed, TimeSpan.FromMinutes(5));

        Assert.Equal(0.6, quality.GapRatio, 1e-9);
        Assert.False(quality.IsActionable);
    }

    [Fact]
    public void A_young_series_has_no_gap_before_its_birth()
    {
        double[] young = [.. Lively.Select((value, i) => i < 50 ? double.NaN : value)];
        var evidence = new QualityEvidence(TimeSpan.FromMinutes(5), Present: 10, PointsBeforeBirth: 50, Samples: 10, Outliers: 0, Impossible: 0);

        Assert.Equal(1, QualityRating.Rate(Metric.CpuUsage, young, Samples.FiveMinutes, evidence).Score);
    }

    [Fact]
    public void A_reading_that_always_varied_and_now_repeats_is_stuck() =>
        Assert.False(Rate(Metric.CpuUsage, Then(Lively, 512.34), TimeSpan.FromMinutes(5)).IsActionable);

    [Theory]
    [InlineData("idle at zero", 0)]
    [InlineData("saturated at its ceiling", 1_000)]
    public void A_run_with_an_honest_reason_is_not_stuck(string reason, double held) =>
        Assert.True(Rate(Metric.CpuUsage, Then(Lively, held), TimeSpan.FromMinutes(5)).IsActionable, reason);

    [Fact]
    public void Steady_memory_is_not_stuck() =>
        Assert.True(Rate(Metric.MemoryUsage, Then(Lively, 512.34), TimeSpan.FromMinutes(5)).IsActionable);

    [Fact]
    public void A_steady_machine_read_in_whole_percent_of_its_capacity_is_not_stuck() =>
        Assert.True(Rate(Metric.CpuUsage, [.. Enumerable.Repeat(1_516.2, 60)], TimeSpan.FromMinutes(5)).IsActionable);

    [Fact]
    public void A_fine_value_that_never_changes_at_all_is_stuck() =>
        Assert.False(Rate(Metric.CpuUsage, [.. Enumerable.Repeat(1_516.23817, 60)], TimeSpan.FromMinutes(5)).IsActionable);

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_048_576)]
    [InlineData(1 / 1_024.0)]
    public void A_level_that_jumps_by_the_ratio_of_two_units_is_not_actionable(double ratio)
    {
        double[] steady = [.. Enumerable.Range(0, 60).Select(i => (2e9 + i) * (i < 40 ? 1 : ratio))];

        var quality = Rate(Metric.MemoryUsage, steady, TimeSpan.FromMinutes(5));

        Assert.False(quality.IsActionable);
        Assert.StartsWith("The level has jumped", quality.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Traffic_that_bursts_a_thousandfold_is_believed() =>
        Assert.True(Rate(Metric.NetworkReceiveRate, [.. Lively, 600_000, 590_000], TimeSpan.FromMinutes(5)).IsActionable);

    private static double[] Then(double[] before, double held) => [.. before, .. Enumerable.Repeat(held, 12)];

    private static DataQuality Rate(Metric metric, double[] values, TimeSpan age)
    {
        int present = values.Count(value => !double.IsNaN(value));

        return QualityRating.Rate(metric, values, Samples.FiveMinutes, new QualityEvidence(age, present, 0, present, 0, 0));
    }
}
