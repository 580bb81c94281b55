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

    [Fact]
    public void A_long_season_is_kept_in_slots_and_learned_through_them()
    {
        const int Long = 2_016;
        double[] wave = [.. Enumerable.Range(0, 5 * Long).Select(t => 50 + (20 * Math.Sin(2 * Math.PI * t / Long)))];
        var model = new MultiSeasonalModel(288, Long);
        model.Fit(wave.AsSpan(0, 4 * Long));

        Assert.Equal(2, model.Weights.Seasons.Length);
        // Whoever does not know the week is 12.7 off.
        Assert.InRange(Error(model.Forecast(Long), wave.AsSpan(4 * Long)), 0, 6);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(384)]
    [InlineData(385)]
    [InlineData(2_016)]
    [InlineData(2_017)]
    public void Slots_go_round_with_the_season_and_share_what_their_steps_teach(int period)
    {
        double[] season = [.. Enumerable.Range(0, period).Select(step => (double)(step * 16 / period))];
        var slots = new SeasonSlots(season);
        double[] path = new double[3 * period];

        slots.AddTo(path);
        double[] walked = new double[path.Length];
        for (int step = 0; step < walked.Length; step++)
        {
            walked[step] = slots.Next;
            slots.Learn(0);
        }

        Assert.Equal(path, walked);
        double lost = season.Zip(path, (wanted, kept) => Math.Abs(wanted - kept)).Average();
        Assert.InRange(lost, 0, period <= SeasonSlots.Most ? 0 : 0.1);
        for (int step = 0; step < period; step++)
        {
            slots.Learn(1);
        }

        double[] after = new double[period];
        slots.AddTo(after);
        Assert.InRange(after.Zip(path, (now, before) => now - before).Average(), 0.99, 1.001);
    }

    private static double[] DayAndWeek(double noise) =>
        [.. Waves.Daily(6 * Week, Day, noise, seed: 1)
            .Zip(Waves.Daily(6 * Week, Week, noise: 0, seed: 1), (day, week) => day + week)];

    private static double Error(double[] path, ReadOnlySpan<double> actual) =>
        path.Zip(actual[..path.Length].ToArray()).Average(pair => Math.Abs(pair.First - pair.Second));
}
