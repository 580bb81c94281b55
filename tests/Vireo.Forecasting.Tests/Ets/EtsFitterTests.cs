using System.Text.Json;
using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Tests.Ets;

public sealed class EtsFitterTests
{
    [Fact]
    public void Likelihood_is_never_below_that_of_R_and_mostly_above_it_with_a_season()
    {
        int seasonal = 0;
        int higher = 0;
        foreach (JsonElement golden in SeasonalGolden.Cases("ets_fixed.json"))
        {
            EtsForm form = golden.AskedForm();
            (double[] series, _) = SeasonalGolden.Series(golden.Text("series"));

            EtsFit? fit = EtsFitter.Fit(series, form, golden.GetProperty("period").GetInt32());

            Assert.NotNull(fit);
            double gain = fit.LogLikelihood - golden.Number("loglik");
            Assert.True(gain >= -0.01, $"{golden.Text("series")} {form}: {gain} below R.");
            if (form.Season != EtsSeason.None)
            {
                seasonal++;
                higher += gain > 0.001 ? 1 : 0;
            }
        }

        Assert.InRange(higher, 0.6 * seasonal, seasonal);
    }

    [Fact]
    public void Forecasts_and_limits_agree_with_R_where_the_likelihood_does()
    {
        int compared = 0;
        foreach (JsonElement golden in SeasonalGolden.Cases("ets_fixed.json"))
        {
            EtsForm form = golden.AskedForm();
            (double[] series, _) = SeasonalGolden.Series(golden.Text("series"));
            EtsFit fit = EtsFitter.Fit(series, form, golden.GetProperty("period").GetInt32())!;
            if (Math.Abs(fit.LogLikelihood - golden.Number("loglik")) > 0.01)
            {
                continue;
            }

            compared++;
            double spread = Spread(series);
            double[] mean = golden.GetProperty("mean").Numbers();
            double[] high = golden.GetProperty("hi95").Numbers();
            EtsState state = fit.StateAfter(series);
            double[] path = new double[mean.Length];
            double[] variances = new double[mean.Length];
            state.Forecast(fit.Parameters.Phi, path);
            EtsVariance.Fill(fit, state, variances);
            for (int step = 0; step < mean.Length; step++)
            {
                double width = (high[step] - mean[step]) / 1.959963984540054;
                double error = Math.Abs(mean[step] - path[step]);
                Assert.True(error <= 0.02 * spread, $"{golden.Text("series")} {form} step {step}");
                Assert.Equal(1, Math.Sqrt(variances[step]) / width, 0.03);
            }
        }

        Assert.InRange(compared, 10, int.MaxValue);
    }

    [Fact]
    public void The_automatic_choice_is_that_of_R_or_has_a_criterion_as_good()
    {
        foreach (JsonElement golden in SeasonalGolden.Cases("ets_auto.json"))
        {
            (double[] series, int period) = SeasonalGolden.Series(golden.Text("series"));

            EtsFit? fit = EtsFitter.FitBest(series, period);

            Assert.NotNull(fit);
            double loss = fit.Aicc - golden.Number("aicc");
            Assert.True(
                loss <= 0.5, $"{golden.Text("series")}: {fit.Form}, R {golden.Text("method")}, AICc {loss} above.");
        }
    }

    [Fact]
    public void A_series_that_touches_zero_is_not_fitted_in_proportion()
    {
        double[] series = [.. Waves.Daily(120, 12, noise: 1, seed: 3)];
        series[30] = 0;

        Assert.Null(EtsFitter.Fit(series, EtsGolden.Form("MNM"), 12));
        Assert.Equal(EtsError.Additive, EtsFitter.FitBest(series, 12)!.Form.Error);
    }

    [Fact]
    public void Scale_does_not_matter()
    {
        double[] series = Waves.Daily(120, 12, noise: 1, seed: 3);
        EtsFit plain = EtsFitter.FitBest(series, 12)!;

        EtsFit large = EtsFitter.FitBest([.. series.Select(value => value * Math.ScaleB(1, 480))], 12)!;

        Assert.Equal(plain.Form, large.Form);
        Assert.Equal(plain.Parameters, large.Parameters);
    }

    private static double Spread(double[] series)
    {
        double mean = series.Average();

        return Math.Sqrt(series.Average(value => (value - mean) * (value - mean)));
    }
}
