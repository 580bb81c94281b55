using System.Text.Json;
using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

/// <summary>The likelihood of differenced data, which R only approximates, against statsmodels.</summary>
public sealed class ArimaOracleTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = GoldenSeries.Cases("sarimax.json");

    public static TheoryData<int, string> Names =>
        [.. Cases.Select((item, index) => (index, item.Text("series") + OrderOf(item)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_likelihood_of_differenced_data_is_exact(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = GoldenSeries.Values(item.Text("series"));
        series = item.GetProperty("log").GetBoolean() ? Array.ConvertAll(series, Math.Log) : series;
        double[] parameters = Coefficients(item);

        ArimaFit fit = ArimaFitter.At(series, OrderOf(item), ArimaMethod.MaximumLikelihood, parameters);

        double expected = item.Number("loglik");
        double actual = AtVariance(fit, item.GetProperty("params").Numbers()[^1]);
        Assert.True(Math.Abs(actual - expected) < 1e-8 * Math.Abs(expected), $"{name}: {actual} instead of {expected}");
    }

    private static double AtVariance(ArimaFit fit, double variance)
    {
        double ratio = fit.Estimate.Observed > 0 ? fit.Residuals.Sum(e => e * e) / fit.Observed / variance : 0;

        return fit.LogLikelihood + (fit.Observed / 2.0 * (1 + Math.Log(ratio) - ratio));
    }

    // statsmodels lists ar, ma, seasonal ar, seasonal ma, variance.
    private static double[] Coefficients(JsonElement item) => item.GetProperty("params").Numbers()[..^1];

    private static ArimaOrder OrderOf(JsonElement item)
    {
        int[] plain = item.Integers("order");
        int[] seasonal = item.Integers("seasonal");

        return new ArimaOrder(
            plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2], Math.Max(1, seasonal[3]));
    }
}
