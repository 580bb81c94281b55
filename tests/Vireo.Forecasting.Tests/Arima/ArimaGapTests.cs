using System.Text.Json;
using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

/// <summary>Series with gaps, against R's Kalman filter and smoother.</summary>
public sealed class ArimaGapTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = GoldenSeries.Cases("missing.json");

    public static TheoryData<int, string> Names => [.. Cases.Select((item, index) => (index, item.Text("series")))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_likelihood_is_not_lower_than_that_of_R(int index, string name)
    {
        JsonElement item = Cases[index];

        ArimaFit fit = Fit(item);

        Assert.True(fit.LogLikelihood > item.Number("loglik") - 0.01,
            $"{name}: {fit.LogLikelihood} is lower than {item.Number("loglik")}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gaps_at_given_coefficients_are_smoothed_as_in_R(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = WithGaps(item);
        double[] coefficients = [.. item.GetProperty("coef").EnumerateObject().Select(entry => entry.Value.GetDouble())];
        double[] expected = item.GetProperty("smoothed_at_missing").NumbersOrGaps();

        ArimaFit fit = ArimaFitter.At(series, OrderOf(item), ArimaMethod.MaximumLikelihood, coefficients);

        double spread = Spread(series);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(fit.GapValues[i] - expected[i]) < 1e-3 * spread,
                $"{name}: gap {i} is {fit.GapValues[i]}, not {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forecasts_at_given_coefficients_are_those_of_R(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = WithGaps(item);
        double[] coefficients = [.. item.GetProperty("coef").EnumerateObject().Select(entry => entry.Value.GetDouble())];
        double[] expected = item.GetProperty("forecast12").NumbersOrGaps();

        ArimaForecast forecast =
            ArimaFitter.At(series, OrderOf(item), ArimaMethod.MaximumLikelihood, coefficients).Forecast(expected.Length);

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(forecast.Mean[i] - expected[i]) < 0.005 * Spread(series),
                $"{name}: step {i + 1} is {forecast.Mean[i]}, not {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_automatic_model_is_not_worse_than_that_of_R_by_more_than_two(int index, string name)
    {
        JsonElement item = Cases[index];
        JsonElement auto = item.GetProperty("auto");

        ArimaFit fit = AutoArima.Select(WithGaps(item), GoldenSeries.Frequency(name)).Fit;

        int[] plain = auto.Integers("order");
        int[] seasonal = auto.Integers("seasonal");
        Assert.Equal((plain[1], seasonal[1]), (fit.Order.Differences, fit.Order.SeasonalDifferences));
        Assert.True(fit.Aicc < auto.Number("aicc") + 2, $"{name}: {fit} has {fit.Aicc}, R's {auto.Number("aicc")}");
    }

    private static ArimaFit Fit(JsonElement item) => ArimaFit.Of(WithGaps(item), OrderOf(item));

    private static double[] WithGaps(JsonElement item)
    {
        double[] series = GoldenSeries.Values(item.Text("series"));
        foreach (int place in item.Integers("missing_1based"))
        {
            series[place - 1] = double.NaN;
        }

        return series;
    }

    private static double Spread(double[] series)
    {
        double[] known = [.. series.Where(double.IsFinite)];
        double mean = known.Average();

        return Math.Sqrt(known.Average(value => (value - mean) * (value - mean)));
    }

    private static ArimaOrder OrderOf(JsonElement item)
    {
        int[] plain = item.Integers("order");
        int[] seasonal = item.Integers("seasonal");
        int period = seasonal.Any(term => term > 0) ? GoldenSeries.Frequency(item.Text("series")) : 1;

        return new ArimaOrder(plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2], period);
    }
}
