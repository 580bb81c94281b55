using Vireo.Detection.Anomalies;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Anomalies;

/// <summary>What was usual, point by point.</summary>
public sealed class UsualBandTests
{
    private const int Day = 288;

    [Fact]
    public void A_daily_pattern_is_within_the_band_after_some_days_and_a_jump_leaves_it_and_is_marked()
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 10 * Day).Select(i => 500 + (300 * Math.Sin(2 * Math.PI * i / Day)) + (10 * random.NextDouble()))];
        for (int i = 9 * Day; i < (9 * Day) + 12; i++)
        {
            values[i] += 600;
        }

        var band = UsualBand.Of(Series(values));

        int inside = Enumerable.Range(7 * Day, Day).Count(i => band.Low[i] <= values[i] && values[i] <= band.High[i]);
        Assert.InRange(inside, 0.95 * Day, Day);
        Assert.All(Enumerable.Range(9 * Day, 6), i => Assert.True(values[i] > band.High[i], $"row {i}"));
        Assert.Contains(Enumerable.Range(9 * Day, 12), i => band.IsUnusual[i]);
        Assert.DoesNotContain(Enumerable.Range(7 * Day, Day), i => band.IsUnusual[i]);
    }

    [Fact]
    public void Gaps_and_the_first_day_know_nothing_and_are_not_unusual()
    {
        double[] values = [.. Enumerable.Repeat(double.NaN, Day), .. Enumerable.Repeat(100.0, Day)];

        var band = UsualBand.Of(Series(values));

        Assert.All(band.Low[..Day], low => Assert.True(double.IsNaN(low)));
        Assert.DoesNotContain(true, band.IsUnusual);
    }

    private static TimeSeries Series(double[] values) => new(
        new SeriesKey(EntityId.Of(new HostId("h")), Metric.CpuUsage), new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero),
        TimeSpan.FromMinutes(5), values, DataQuality.Perfect);
}
