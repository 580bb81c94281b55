using System.Text.Json;
using CsCheck;
using Vireo.Forecasting.Theta;

namespace Vireo.Forecasting.Tests.Theta;

public sealed class ThetaTests
{
    [Fact]
    public void The_classical_method_agrees_with_R()
    {
        foreach (JsonElement golden in SeasonalGolden.Simple("thetaf"))
        {
            (double[] series, int period) = SeasonalGolden.Series(golden.Text("series"));
            double[] expected = golden.GetProperty("mean").Numbers();
            double[] path = new double[expected.Length];
            SeasonalIndices season = SeasonalIndices.Of(series, period);
            double[] plain = [.. series.Select((value, i) => season.Remove(value, i % season.Period))];

            ThetaFitter.Classical(plain, path);

            // R's optimiser stops early: a few weights differ in the third digit.
            double tolerance = 0.005 * (series.Max() - series.Min());
            for (int step = 0; step < path.Length; step++)
            {
                double actual = season.Restore(path[step], (series.Length + step) % season.Period);
                Assert.True(
                    Math.Abs(actual - expected[step]) <= tolerance,
                    $"{golden.Text("series")}, step {step}: {actual}, R {expected[step]}.");
            }
        }
    }

    [Fact]
    public void The_running_line_is_the_regression_line_of_everything_so_far() =>
        Gen.Double[-100, 100].Array[3, 40].Sample(series =>
        {
            var state = ThetaState.Before(0);
            foreach (double value in series)
            {
                state = state.Next(value, new ThetaParameters(0.5, 0));
            }

            double middle = (series.Length + 1) / 2.0;
            double slope = series.Select((value, i) => (i + 1 - middle) * value).Sum()
                / series.Select((_, i) => (i + 1 - middle) * (i + 1 - middle)).Sum();
            Assert.Equal(slope, state.Slope, 1e-9);
            Assert.Equal(series.Average() - (slope * middle), state.Intercept, 1e-8);
        });

    [Fact]
    public void Sums_of_the_lanes_are_those_of_the_plain_recursion()
    {
        double[] series = Waves.RandomWalk(150, seed: 7);
        ThetaFit fit = ThetaFitter.Fit(series);

        double squares = 0;
        var state = ThetaState.Before(fit.Level);
        foreach (double value in series)
        {
            double error = value - state.Expected(fit.Parameters);
            squares += error * error;
            state = state.Next(value, fit.Parameters);
        }

        Assert.Equal(1, squares / fit.Squares, 1e-9);
    }

    [Fact]
    public void A_line_is_followed_and_a_season_repeated()
    {
        double[] series = [.. Waves.Daily(24 * 12, 24, noise: 0.1, seed: 1).Select((value, i) => value + (0.1 * i))];
        var model = new ThetaModel(24);
        model.Fit(series.AsSpan(0, 264));

        double[] path = model.Forecast(24);

        Assert.InRange(path.Zip(series[264..]).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 5);
    }
}
