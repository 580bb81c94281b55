using System.Text.Json;
using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Tests.Ets;

public sealed class EtsRecursionTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Likelihood_errors_and_states_agree_with_R_at_given_parameters()
    {
        foreach (JsonElement golden in SeasonalGolden.Cases("ets_eval.json"))
        {
            EtsForm form = EtsGolden.Form(golden.Text("model"));
            EtsParameters parameters = golden.Parameters(form);
            double[] series = SeasonalGolden.Series(golden.Text("series")).Values;
            (double level, double trend, double[] season) = golden.States("initstate", form);
            var state = new EtsState(level, trend, form.Season, season);

            double[] errors = [.. series.Select(value => Error(form, value, state.Update(value, parameters)))];
            double objective = EtsLikelihood.Evaluate(series, form, parameters, level, trend, season);

            SeasonalGolden.AssertClose(golden, "errors_first5", errors.AsSpan(0, 5), Tolerance);
            SeasonalGolden.AssertClose(golden, "errors_last5", errors.AsSpan(errors.Length - 5), Tolerance);
            SeasonalGolden.AssertClose(golden, "laststate", StateOf(state, form), Tolerance);

            // R takes the logarithm of |f|; here a relative error of something negative is impossible.
            bool isPossible = form.Error == EtsError.Additive
                || series.Zip(errors).All(pair => pair.First / (1 + pair.Second) > 0);
            double expected = isPossible ? golden.Number("lik") : double.PositiveInfinity;
            Assert.Equal(expected, objective, Tolerance * Math.Abs(golden.Number("lik")));
        }
    }

    [Fact]
    public void A_gap_moves_the_state_as_expected_and_leaves_the_season_in_phase()
    {
        var parameters = new EtsParameters(0.5, 0.1, 0.2, 0.9);
        var state = new EtsState(10, 2, EtsSeason.Additive, [1, -1, 0]);
        double[] path = new double[4];
        state.Forecast(parameters.Phi, path);

        state.Update(double.NaN, parameters);

        double[] later = new double[3];
        state.Forecast(parameters.Phi, later);
        Assert.Equal(path[1..], later);
    }

    [Fact]
    public void Derivatives_agree_with_differences_for_every_form()
    {
        double[] series = [.. SeasonalGolden.Series("AirPassengers").Values.Select(value => value / 128)];
        series[20] = double.NaN;
        foreach (EtsForm form in EtsForm.All)
        {
            var layout = new EtsLayout(form, 12);
            var search = new EtsSearch(layout);
            var sensitivity = new EtsSensitivity(layout);
            double[] point = PointOf(layout, series);

            sensitivity.Run(series, point, new double[layout.Period]);

            for (int i = 0; i < layout.Count; i++)
            {
                EtsEquations sums = sensitivity.Equations;
                double slope = 2 * (series.Length - 1) * sums.Gradient(i) / sums.Squares;
                double difference = Difference(search, series, point, i);
                Assert.True(
                    Math.Abs(slope - difference) <= 1e-6 * (1 + Math.Abs(difference)),
                    $"{form}: derivative {i} is {slope}, by differences {difference}.");
            }
        }
    }

    private static double Difference(EtsSearch search, double[] series, double[] point, int index)
    {
        const double Step = 1e-6;
        double[] up = [.. point];
        double[] down = [.. point];
        up[index] += Step;
        down[index] -= Step;

        return (search.Evaluate(series, up) - search.Evaluate(series, down)) / (2 * Step);
    }

    private static double[] PointOf(EtsLayout layout, double[] series)
    {
        double[] point = new double[layout.Count];
        EtsStart.Fill(series, layout, point);
        point.AsSpan(0, layout.Level).Fill(0.2);
        if (layout.Phi >= 0)
        {
            point[layout.Phi] = 0.9;
        }

        return point;
    }

    private static double Error(EtsForm form, double value, double expected) =>
        form.Error == EtsError.Additive ? value - expected : (value - expected) / expected;

    private static double[] StateOf(EtsState state, EtsForm form) =>
        form.Trend == EtsTrend.None
            ? [state.Level, .. state.Season.Reverse()]
            : [state.Level, state.Trend, .. state.Season.Reverse()];
}
