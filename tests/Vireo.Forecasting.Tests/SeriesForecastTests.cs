using CsCheck;

namespace Vireo.Forecasting.Tests;

public sealed class SeriesForecastTests
{
    [Fact]
    public void Bounds_enclose_the_centre_and_nest() =>
        Gen.Double[-1e6, 1e6].Array[1, 120].Sample(series =>
        {
            SeriesForecastResult result = SeriesForecast.Run(series, new(24, [12], ModelNames.Auto, [0.8, 0.95]));

            return Enumerable.Range(0, 24).All(step =>
                result.Lower[1][step] <= result.Lower[0][step]
                && result.Lower[0][step] <= result.Mean[step]
                && result.Mean[step] <= result.Upper[0][step]
                && result.Upper[0][step] <= result.Upper[1][step]
                && double.IsFinite(result.Mean[step] + result.Lower[1][step] + result.Upper[1][step]));
        });

    [Theory]
    [InlineData(ModelNames.Auto)]
    [InlineData(ModelNames.Naive)]
    [InlineData(ModelNames.Linear)]
    [InlineData(ModelNames.Ets)]
    public void The_forecast_of_an_exponential_lies_in_its_own_interval(string model)
    {
        double[] series = [.. Enumerable.Range(0, 200).Select(t => Math.Exp(t / 10.0))];

        SeriesForecastResult result = SeriesForecast.Run(series, new(6, [], model, [0.8, 0.95]));

        Assert.All(Enumerable.Range(0, 6), step =>
        {
            Assert.InRange(result.Mean[step], result.Lower[0][step], result.Upper[0][step]);
            Assert.InRange(result.Mean[step], result.Lower[1][step], result.Upper[1][step]);
        });
    }

    [Theory]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(195)]
    public void One_absurd_value_changes_nothing(int at)
    {
        double[] series = [.. Waves.Noise(200, seed: 12).Select(value => 50 + value)];
        double[] gap = [.. series];
        gap[at] = double.NaN;
        series[at] = 1e6;

        SeriesForecastResult spiked = SeriesForecast.Run(series, new(6, [], ModelNames.Auto, [0.8, 0.95]));
        SeriesForecastResult clean = SeriesForecast.Run(gap, new(6, [], ModelNames.Auto, [0.8, 0.95]));

        Assert.Equal([at], SeriesForecast.Strays(series));
        Assert.Equal(clean.Mean, spiked.Mean);
        Assert.Equal(clean.Upper[1], spiked.Upper[1]);
    }

    [Fact]
    public void What_is_new_at_the_end_lasts_or_comes_again_is_no_stray()
    {
        double[] calm = [.. Waves.Noise(200, seed: 12).Select(value => 50 + value)];
        double[] With(params int[] far) => [.. calm.Select((value, t) => far.Contains(t) ? 1e6 : value)];

        Assert.Empty(SeriesForecast.Strays(calm));
        Assert.Empty(SeriesForecast.Strays(With(199)));
        Assert.Empty(SeriesForecast.Strays(With(50, 51, 52)));
        Assert.Empty(SeriesForecast.Strays(With(40, 90, 140)));
        Assert.Equal([40, 41, 90], SeriesForecast.Strays(With(40, 41, 90)));
        Assert.Empty(SeriesForecast.Strays([.. calm.Select((_, t) => t == 90 ? 1e6 : 50.0)]));
    }

    [Fact]
    public void A_spike_widens_what_follows_no_more_than_in_proportion()
    {
        // As large as may belong to a series: not a gap, and bounds that do not explode.
        double[] Series(double spike) => [.. Waves.Noise(200, seed: 12).Select((value, t) => t == 170 ? spike : 50 + value)];
        double Width(double spike)
        {
            SeriesForecastResult result = SeriesForecast.Run(Series(spike), new(1, [], ModelNames.SimpleSmoothing, [0.8]));

            return result.Upper[0][0] - result.Lower[0][0];
        }

        Assert.InRange(Width(250), 0.5 * Width(50), 3 * Width(50));
    }

    [Fact]
    public void A_series_without_negative_values_gets_none_forecast()
    {
        double[] series = [.. Waves.Noise(200, seed: 31).Select(value => Math.Max(0, value))];

        SeriesForecastResult result = SeriesForecast.Run(series, new(12, [], ModelNames.Auto, [0.95]));

        Assert.All(result.Lower[0], bound => Assert.True(bound >= 0));
    }

    [Fact]
    public void The_fallback_names_itself()
    {
        SeriesForecastResult result = SeriesForecast.Run([1, 2, 3], new(12, [288], ModelNames.Auto, [0.8]));

        Assert.Equal(ModelNames.Naive, result.Model);
        Assert.All(result.Mean, value => Assert.Equal(3, value));
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    public void A_series_without_a_finite_value_is_refused(double[] series) =>
        Assert.Throws<ArgumentException>(() => SeriesForecast.Run(series, new(12, [], ModelNames.Auto, [0.8])));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    public void An_absurd_horizon_is_refused(int horizon) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SeriesForecast.Run([1, 2], new(horizon, [], ModelNames.Auto, [0.8])));

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(double.NegativeInfinity)]
    public void Extreme_values_never_turn_into_NaN(double extreme)
    {
        double[] series = [.. Enumerable.Range(0, 100).Select(i => i % 9 == 0 ? extreme : i)];

        foreach (string model in Forecasting.Selection.ModelCatalog.Names)
        {
            SeriesForecastResult result = SeriesForecast.Run(series, new(12, [24], model, [0.8]));

            Assert.All(result.Mean, value => Assert.True(double.IsFinite(value), model));
            Assert.All(result.Upper[0], value => Assert.True(double.IsFinite(value), model));
        }
    }
}
