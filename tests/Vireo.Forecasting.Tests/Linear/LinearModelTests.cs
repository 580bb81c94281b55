using Vireo.Forecasting.Linear;

namespace Vireo.Forecasting.Tests.Linear;

public sealed class LinearModelTests
{
    [Fact]
    public void A_daily_pattern_is_followed_around_the_clock()
    {
        double[] series = Waves.Daily(48 * 8, season: 48, noise: 1, seed: 6);
        var model = new LinearModel(48);
        model.Fit(series.AsSpan(0, 48 * 7));

        double[] path = model.Forecast(48);

        double error = path.Zip(series[(48 * 7)..]).Average(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(error, 0, 1.5);
    }

    [Fact]
    public void A_weekday_pattern_is_told_apart_from_the_weekend()
    {
        // Ten steps a day; two days in seven are quiet.
        double[] series = [.. Enumerable.Range(0, 280).Select(step => step / 10 % 7 < 5 ? 50.0 : 10.0)];
        var model = new LinearModel(10, 70);
        model.Fit(series.AsSpan(0, 210 + 45));

        double[] path = model.Forecast(25);

        Assert.InRange(path[8..20].Average(), 5, 25);
    }

    [Fact]
    public void Paths_stay_near_what_was_seen_even_when_the_coefficients_explode()
    {
        double[] series = [.. Enumerable.Range(0, 60).Select(step => Math.Pow(1.2, step))];
        var model = new LinearModel();
        model.Fit(series);

        double[] path = model.Forecast(1_000);

        Assert.All(path, value => Assert.InRange(value, -series[^1], 2 * series[^1]));
    }
}
