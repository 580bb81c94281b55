using Vireo.Forecasting.Evaluation;

namespace Vireo.Forecasting.Tests.Evaluation;

public sealed class RollingOriginTests
{
    [Fact]
    public void Each_origin_sees_only_what_came_before_it()
    {
        // Naive on a staircase: every origin misses by the height of the step that follows it.
        double[] series = [1, 1, 1, 1, 2, 2, 4, 4];
        var request = new SeriesForecastRequest(2, [], ModelNames.Naive, [0.8]);

        AccuracyReport report = RollingOrigin.Evaluate([series], request, 2, null, TestContext.Current.CancellationToken)[0];

        Assert.Equal(2, report.Origins);
        Assert.Equal((2 * 1 / 3.0 / 2) + (2 * 2 / 6.0 / 2), report.SymmetricError, 1e-9);
    }

    [Fact]
    public void Origins_before_the_series_are_skipped()
    {
        double[] series = Waves.Noise(30, seed: 1);
        var request = new SeriesForecastRequest(10, [4], ModelNames.SeasonalNaive, [0.8, 0.95]);

        AccuracyReport report = RollingOrigin.Evaluate([series], request, 50, null, TestContext.Current.CancellationToken)[0];

        Assert.Equal(2, report.Origins);
        Assert.Equal(2, report.Coverages.Length);
    }

    [Fact]
    public void A_series_too_short_for_any_origin_gives_an_empty_report()
    {
        var request = new SeriesForecastRequest(10, [], ModelNames.Naive, [0.8]);

        AccuracyReport report = RollingOrigin.Evaluate([[1, 2, 3]], request, 3, null, TestContext.Current.CancellationToken)[0];

        Assert.Equal(0, report.Origins);
        Assert.Equal(double.NaN, report.ScaledError);
    }

    [Theory]
    [InlineData(10, 3, 1, 5, 2)]
    [InlineData(11, 3, 1, 5, 3)]
    [InlineData(100, 3, 1, 5, 5)]
    [InlineData(4, 3, 1, 5, 0)]
    [InlineData(0, 3, 1, 5, 0)]
    [InlineData(20, 3, 12, 5, 2)]
    [InlineData(1_000_000, 1, 1, int.MaxValue, 999_998)]
    public void Origins_are_those_that_leave_more_than_a_season(int length, int horizon, int season, int wanted, int possible) =>
        Assert.Equal(possible, RollingOrigin.Possible(length, horizon, season, wanted));
}
