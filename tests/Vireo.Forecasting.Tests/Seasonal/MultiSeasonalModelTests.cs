using Vireo.Forecasting.Seasonal;

namespace Vireo.Forecasting.Tests.Seasonal;

public sealed class MultiSeasonalModelTests
{
    private const int Day = 24;
    private const int Week = 7 * Day;

    [Fact]
    public void A_day_and_a_week_are_learned_together()
    {
        double[] series = DayAndWeek(noise: 1);
        var model = new MultiSeasonalModel(Week, Day);
        model.Fit(series.AsSpan(0, 5 * Week));

        double error = Error(model.Forecast(2 * Day), series.AsSpan(5 * Week));

        Assert.InRange(error, 0, 2.5);
    }

    [Fact]
    public void A_quiet_weekend_is_not_expected_on_a_monday()
    {
        double[] series = [.. Enumerable.Range(0, 7 * Week).Select(t => t % Week / Day >= 5 ? 10.0 : 60)];
        var model = new MultiSeasonalModel(Day, Week);
        model.Fit(series.AsSpan(0, 6 * Week));

        Assert.InRange(Error(model.Forecast(Week), series.AsSpan(6 * Week)), 0, 6);
    }

    [Fact]
    public void A_gap_leaves_every_season_in_phase()
    {
        double[] series = DayAndWeek(noise: 0.1);
        var model = new MultiSeasonalModel(Day, Week);
        model.Fit(series.AsSpan(0, 5 * Week));
        for (int i = 0; i < 31; i++)
        {
            model.Update(double.NaN);
        }

        Assert.InRange(Error(model.Forecast(Day), series.AsSpan((5 * Week) + 31)), 0, 2);
    }

    [Fact]
    public void A_season_that_the_history_holds_only_once_is_left_out()
    {
        var model = new MultiSeasonalModel(Day, Week);

        model.Fit(Waves.Daily(Week, Day, noise: 1, seed: 1));

        Assert.Single(model.Weights.Seasons);
    }

    private static double[] DayAndWeek(double noise) =>
        [.. Waves.Daily(6 * Week, Day, noise, seed: 1)
            .Zip(Waves.Daily(6 * Week, Week, noise: 0, seed: 1), (day, week) => day + week)];

    private static double Error(double[] path, ReadOnlySpan<double> actual) =>
        path.Zip(actual[..path.Length].ToArray()).Average(pair => Math.Abs(pair.First - pair.Second));
}
