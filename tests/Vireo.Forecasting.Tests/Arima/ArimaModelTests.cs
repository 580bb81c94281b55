using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

public sealed class ArimaModelTests
{
    [Fact]
    public void A_season_of_hours_is_modelled_and_forecast()
    {
        double[] series = Waves.Daily(14 * 24, 24, noise: 0.5, seed: 4);
        var model = new ArimaModel(24);

        model.Fit(series.AsSpan(0, 13 * 24));
        double[] path = model.Forecast(24);

        Assert.Equal(1, model.Order?.SeasonalDifferences);
        Assert.All(path.Zip(series[(13 * 24)..]), pair => Assert.Equal(pair.Second, pair.First, 3.0));
    }

    [Fact]
    public void A_season_longer_than_48_is_left_out()
    {
        var model = new ArimaModel(288);

        model.Fit(Waves.Daily(600, 288, noise: 1, seed: 4));

        Assert.Equal(1, model.Order?.Period);
    }

    [Fact]
    public void Only_the_newest_values_decide()
    {
        double[] recent = Waves.Daily(1_024, 24, noise: 1, seed: 4);
        double[] longer = [.. Waves.RandomWalk(5_000, seed: 9), .. recent];

        Assert.Equal(Forecast(recent), Forecast(longer));

        static double[] Forecast(double[] series)
        {
            var model = new ArimaModel(24);
            model.Fit(series);

            return model.Forecast(10);
        }
    }

    [Theory]
    [InlineData(1e150)]
    [InlineData(1e-150)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void Any_magnitude_gives_finite_forecasts(double magnitude)
    {
        double[] series = Array.ConvertAll(Waves.Daily(100, 12, noise: 1, seed: 4), value => value / 100 * magnitude);
        var model = new ArimaModel(12);

        model.Fit(series);

        Assert.All(model.Forecast(24), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Infinities_count_as_gaps()
    {
        double[] series = Waves.Daily(100, 12, noise: 1, seed: 4);
        double[] infinite = (double[])series.Clone();
        (series[20], infinite[20]) = (double.NaN, double.PositiveInfinity);
        var first = new ArimaModel(12);
        var second = new ArimaModel(12);

        first.Fit(series);
        second.Fit(infinite);

        Assert.Equal(first.Forecast(5), second.Forecast(5));
    }

    [Fact]
    public void A_third_of_the_values_missing_is_no_trouble()
    {
        double[] series = Waves.Daily(400, 24, noise: 0.5, seed: 4);
        double[] gappy = [.. series.Select((value, t) => t % 3 == 1 ? double.NaN : value)];
        var model = new ArimaModel(24);

        model.Fit(gappy.AsSpan(0, 376));

        Assert.All(model.Forecast(24).Zip(series[376..]), pair => Assert.Equal(pair.Second, pair.First, 3.0));
    }
}
