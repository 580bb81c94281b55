using System.Text.Json;
using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

/// <summary>Likelihood, residuals and forecasts at given parameters, against R's arima.</summary>
public sealed class ArimaEvaluationTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = GoldenSeries.Cases("arima_eval.json");

    public static TheoryData<int, string> Names => [.. Cases.Select((item, index) => (index, Describe(item)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_exact_likelihood_is_that_of_R(int index, string name)
    {
        JsonElement item = Cases[index];

        ArimaFit fit = Evaluate(item, ArimaMethod.MaximumLikelihood);

        double expected = item.Number("loglik");
        Assert.True(Math.Abs(fit.LogLikelihood - expected) < Tolerance(fit.Order, expected),
            $"{name}: {fit.LogLikelihood} instead of {expected}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_conditional_sum_of_squares_is_that_of_R(int index, string name)
    {
        JsonElement item = Cases[index];

        ArimaFit fit = Evaluate(item, ArimaMethod.ConditionalSumOfSquares);

        double expected = item.Number("css_loglik");
        Assert.True(Math.Abs(fit.LogLikelihood - expected) < 1e-8 * Math.Abs(expected),
            $"{name}: {fit.LogLikelihood} instead of {expected}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forecasts_and_their_standard_errors_are_those_of_R(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] means = item.GetProperty("pred").Numbers();
        double[] errors = item.GetProperty("se").Numbers();

        ArimaFit fit = Evaluate(item, ArimaMethod.MaximumLikelihood);
        ArimaForecast forecast = fit.Forecast(means.Length);
        double mean = Mean(item);

        // R's sigma² here is not corrected for the number of parameters.
        double correction = Math.Sqrt(item.Number("sigma2") / fit.Sigma2);
        double tolerance = fit.Order.LostValues == 0 ? 1e-8 : 2e-3;
        for (int step = 0; step < means.Length; step++)
        {
            Assert.True(Math.Abs(forecast.Mean[step] + mean - means[step]) < tolerance * errors[step],
                $"{name}: step {step + 1} is {forecast.Mean[step]} instead of {means[step]}");
            Assert.Equal(errors[step], forecast.StandardErrors[step] * correction, tolerance * errors[step]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Residuals_without_differences_are_those_of_R(int index, string name)
    {
        JsonElement item = Cases[index];
        ArimaFit fit = Evaluate(item, ArimaMethod.MaximumLikelihood);
        if (fit.Order.LostValues > 0)
        {
            return;
        }

        double[] first = item.GetProperty("residuals_first15").Numbers();

        for (int t = 0; t < first.Length; t++)
        {
            Assert.True(Math.Abs(first[t] - fit.Residuals[t]) < 1e-8 * Math.Max(1, Math.Abs(first[t])), name);
        }
    }

    // R starts differences with a variance of 1e6 and loses digits; the README of the golden files has the figures.
    private static double Tolerance(ArimaOrder order, double expected) => order switch
    {
        { LostValues: 0 } => 1e-8 * Math.Abs(expected),
        { SeasonalDifferences: 0, SeasonalAr: 0, SeasonalMa: 0 } => 5e-5,
        _ => 0.01,
    };

    private static ArimaFit Evaluate(JsonElement item, ArimaMethod method)
    {
        double[] series = GoldenSeries.Values(item.Text("series"));
        if (item.GetProperty("log").GetBoolean())
        {
            series = Array.ConvertAll(series, Math.Log);
        }

        double mean = Mean(item);
        ArimaOrder order = OrderOf(item);

        return ArimaFitter.At(Array.ConvertAll(series, value => value - mean), order, method, Parameters(item)[..order.ArmaTerms]);
    }

    private static double Mean(JsonElement item) =>
        Parameters(item) is var parameters && parameters.Length > OrderOf(item).ArmaTerms ? parameters[^1] : 0;

    private static double[] Parameters(JsonElement item) =>
        item.GetProperty("params") is { ValueKind: JsonValueKind.Array } array ? array.Numbers() : [item.Number("params")];

    private static ArimaOrder OrderOf(JsonElement item)
    {
        int[] plain = item.Integers("order");
        int[] seasonal = item.Integers("seasonal");
        int period = item.GetProperty("period").GetInt32();

        return new ArimaOrder(plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2], period);
    }

    private static string Describe(JsonElement item) => $"{item.Text("series")} {OrderOf(item)}";
}
