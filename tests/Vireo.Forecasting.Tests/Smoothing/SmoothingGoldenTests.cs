using System.Text.Json;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.Smoothing;

namespace Vireo.Forecasting.Tests.Smoothing;

public sealed class SmoothingGoldenTests
{
    [Theory]
    [InlineData("ses", EtsTrend.None)]
    [InlineData("holt", EtsTrend.Additive)]
    [InlineData("holt_damped", EtsTrend.Damped)]
    public void Likelihood_is_never_below_that_of_R_and_forecasts_agree_where_it_is_the_same(
        string method, EtsTrend trend)
    {
        foreach (JsonElement golden in SeasonalGolden.Simple(method))
        {
            (double[] series, _) = SeasonalGolden.Series(golden.Text("series"));
            double expected = Objective(series, golden.GetProperty("par"), trend);
            var model = new SmoothingModel(trend);

            model.Fit(series);

            double gain = 0.5 * (expected - (series.Length * Math.Log(model.Chosen.Squares)));
            Assert.True(gain >= -0.01, $"{golden.Text("series")} {method}: {gain} below R.");
            if (gain < 1e-4)
            {
                double[] mean = golden.GetProperty("mean").Numbers();
                double tolerance = 0.02 * (series.Max() - series.Min());
                double[] path = model.Forecast(mean.Length);
                Assert.All(mean.Zip(path), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            }
        }
    }

    [Fact]
    public void Sums_of_the_lanes_are_those_of_the_plain_recursion()
    {
        double[] series = Waves.Returning(200, 0.8, seed: 5);
        series[50] = double.NaN;
        foreach (bool isDamped in new[] { false, true })
        {
            SmoothingFit fit = TrendFitter.Fit(series, isDamped);

            var parameters = new EtsParameters(fit.Alpha, fit.Beta, 0, fit.Phi);
            var form = new EtsForm(EtsError.Additive, EtsTrend.Damped, EtsSeason.None);
            double objective = EtsLikelihood.Evaluate(series, form, parameters, fit.Level, fit.Trend, []);
            Assert.Equal(objective, 199 * Math.Log(fit.Squares), 1e-6);
        }
    }

    [Fact]
    public void A_random_walk_is_followed_and_noise_is_averaged()
    {
        SmoothingFit walk = LevelFitter.Fit(Waves.RandomWalk(300, seed: 1));
        SmoothingFit noise = LevelFitter.Fit(Waves.Noise(300, seed: 1));

        Assert.InRange(walk.Alpha, 0.8, 1);
        Assert.InRange(noise.Alpha, 0, 0.1);
    }

    private static double Objective(double[] series, JsonElement golden, EtsTrend trend)
    {
        var form = new EtsForm(EtsError.Additive, trend, EtsSeason.None);
        var parameters = new EtsParameters(
            golden.Number("alpha"),
            trend == EtsTrend.None ? 0 : golden.Number("beta"),
            0,
            trend == EtsTrend.Damped ? golden.Number("phi") : 1);

        return EtsLikelihood.Evaluate(
            series, form, parameters, golden.Number("l"), trend == EtsTrend.None ? 0 : golden.Number("b"), []);
    }
}
