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
                && result.Lower[0][step] <= result.Upper[0][step]
                && result.Upper[0][step] <= result.Upper[1][step]
                && double.IsFinite(result.Mean[step] + result.Lower[1][step] + result.Upper[1][step]));
        });

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
