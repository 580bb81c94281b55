using System.Text.Json;
using Vireo.Forecasting.HoltWinters;

namespace Vireo.Forecasting.Tests.HoltWinters;

public sealed class HoltWintersTests
{
    [Fact]
    public void The_recursion_agrees_with_R_at_given_parameters()
    {
        foreach (JsonElement golden in Golden.Ets)
        {
            string model = golden.Text("model");
            HoltWintersState state = StartOf(golden, model);
            var parameters = new HoltWintersParameters(
                golden.Number("alpha"),
                golden.Number("beta"),
                golden.Number("gamma"),
                model.Contains('d', StringComparison.Ordinal) ? golden.Number("phi") : 1);

            double[] errors = [.. Golden.Series(golden.Text("series")).Select(value => state.Update(value, parameters))];

            AssertClose(golden.GetProperty("errors_first5").Numbers(), errors[..5]);
            AssertClose(golden.GetProperty("errors_last5").Numbers(), errors[^5..]);
            AssertClose(
                [golden.Number("lik")], [errors.Length * Math.Log(errors.Sum(error => error * error))]);
            AssertClose(golden.GetProperty("laststate").Numbers(), StateOf(state, model));
        }
    }

    [Fact]
    public void A_daily_pattern_is_learned_and_repeated()
    {
        double[] series = Waves.Daily(24 * 11, season: 24, noise: 1, seed: 3);
        var model = new HoltWintersModel(24);
        model.Fit(series.AsSpan(0, 240));

        double[] path = model.Forecast(24);

        double error = path.Zip(series[240..]).Average(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(error, 0, 1.5);
    }

    [Fact]
    public void A_gap_leaves_the_season_in_phase()
    {
        double[] series = Waves.Daily(24 * 10, season: 24, noise: 0.1, seed: 3);
        var model = new HoltWintersModel(24);
        model.Fit(series.AsSpan(0, 200));
        for (int i = 200; i < 216; i++)
        {
            model.Update(double.NaN);
        }

        double[] path = model.Forecast(24);

        double error = path.Zip(series[216..]).Average(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(error, 0, 0.5);
    }

    [Fact]
    public void A_history_shorter_than_two_seasons_is_smoothed_without_one()
    {
        var model = new HoltWintersModel(24);
        model.Fit(Waves.Daily(40, season: 24, noise: 0, seed: 1));

        double[] path = model.Forecast(200);

        Assert.Equal(path[150], path[199], 0.5);
    }

    private static HoltWintersState StartOf(JsonElement golden, string model)
    {
        double[] start = golden.GetProperty("initstate").Numbers();
        bool hasTrend = model[1] == 'A';

        // R lists the season newest first: the last one is used next.
        double[] season = start[(hasTrend ? 2 : 1)..];
        Array.Reverse(season);

        return new HoltWintersState(start[0], hasTrend ? start[1] : 0, season);
    }

    private static double[] StateOf(HoltWintersState state, string model) =>
        [state.Level, .. model[1] == 'A' ? [state.Trend] : Array.Empty<double>(), .. state.Season.Reverse()];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(
            expected.Zip(actual),
            pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, Math.Abs(pair.First)) * 10));
    }
}
