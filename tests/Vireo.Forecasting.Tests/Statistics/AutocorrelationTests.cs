using System.Text.Json;
using Vireo.Forecasting.Arima;
using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Tests.Statistics;

/// <summary>Autocorrelations and what is made of them, against R's stats and forecast.</summary>
public sealed class AutocorrelationTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = GoldenSeries.Cases("tests.json");
    private static readonly IReadOnlyList<JsonElement> Processes = GoldenSeries.Cases("arma_tools.json");

    public static TheoryData<int, string> Names => [.. Cases.Select((item, index) => (index, item.Text("series")))];

    public static TheoryData<int> ProcessNames => [.. Enumerable.Range(0, Processes.Count)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Autocorrelations_and_partial_ones_are_those_of_R(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = GoldenSeries.Values(name);
        double[] correlations = item.GetProperty("acf").NumbersOrGaps();
        double[] partial = item.GetProperty("pacf").NumbersOrGaps();

        AssertClose(correlations, Autocorrelation.Of(series, correlations.Length), 1e-8);
        AssertClose(partial, Autocorrelation.Partial(series, partial.Length), 1e-8);
        AssertClose(item.GetProperty("ar_yw3").NumbersOrGaps(), YuleWalker.Fit(series, 3).Coefficients, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Portmanteau_tests_are_those_of_R(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = GoldenSeries.Values(name);

        foreach (JsonElement expected in item.GetProperty("ljung_box").EnumerateArray())
        {
            Portmanteau actual = Portmanteau.LjungBox(series, expected.GetProperty("lag").GetInt32());
            AssertClose([expected.Number("stat"), expected.Number("p")], [actual.Statistic, actual.Probability], 1e-8);
        }

        AssertClose([item.Number("box_pierce10")], [Portmanteau.BoxPierce(series, 10).Statistic], 1e-8);
    }

    // On the rest the likelihood has two hills, and R's optimiser climbs the other one.
    [Fact]
    public void Portmanteau_tests_of_residuals_are_those_of_R_on_nine_of_ten_series() =>
        Assert.InRange(Cases.Average(item => AgreesOnResiduals(item) ? 1 : 0), 0.9, 1);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_dominant_period_is_that_of_findfrequency(int index, string name) =>
        Assert.Equal(Cases[index].Number("findfrequency"), DominantPeriod.Find(GoldenSeries.Values(name)));

    [Theory]
    [MemberData(nameof(ProcessNames))]
    public void Processes_have_the_weights_correlations_and_roots_of_R(int index)
    {
        JsonElement item = Processes[index];
        double[] ar = Numbers(item, "ar");
        double[] ma = Numbers(item, "ma");
        double[] psi = Numbers(item, "psi");
        double[] correlations = Numbers(item, "acf");

        AssertClose(psi, ArmaProcess.PsiWeights(ar, ma, psi.Length), 1e-10);
        AssertClose(correlations, ArmaProcess.Autocorrelations(ar, ma, correlations.Length - 1), 1e-10);
        AssertClose(Numbers(item, "ar_root_modulus").Order(), LagRoots.Moduli(Array.ConvertAll(ar, value => -value)), 1e-10);
        AssertClose(Numbers(item, "ma_root_modulus").Order(), LagRoots.Moduli(ma), 1e-10);
    }

    private static bool AgreesOnResiduals(JsonElement item)
    {
        JsonElement expected = item.GetProperty("ljung_box_fit");
        double[] series = GoldenSeries.Values(item.Text("series"));
        int[] order = expected.Integers("order");
        ArimaFit fit = FromConditionalStart(series, new ArimaOrder(order[0], order[1], order[2]));

        // R's first residual is that of a start with variance 1e6: the first value over a thousand.
        double[] residuals = [series[0] / 1000, .. fit.Residuals];
        int lags = expected.GetProperty("lag").GetInt32();
        Portmanteau actual = Portmanteau.LjungBox(residuals, lags, expected.GetProperty("fitdf").GetInt32());

        return Math.Abs(expected.Number("stat") - actual.Statistic) < 1e-3 * expected.Number("stat");
    }

    // R stays on the hill where conditional estimates put it; ArimaFit.Of also looks for a higher one.
    private static ArimaFit FromConditionalStart(double[] series, ArimaOrder order)
    {
        ArimaData data = ArimaData.Create(series, order, ArimaConstant.None, []);
        ArimaEstimate estimate = ArimaEstimator.Exact(data, order, ArimaConstant.None);

        return ArimaFitter.Finish(series, [], data, estimate, withErrors: false);
    }

    private static double[] Numbers(JsonElement item, string name) => item.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Array } array => array.Numbers(),
        { ValueKind: JsonValueKind.Number } number => [number.GetDouble()],
        _ => [],
    };

    private static void AssertClose(IEnumerable<double> expected, double[] actual, double tolerance)
    {
        double[] wanted = [.. expected];
        Assert.Equal(wanted.Length, actual.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            bool isClose = double.IsNaN(wanted[i]) || Math.Abs(wanted[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(wanted[i]));
            Assert.True(isClose, $"[{i}] is {actual[i]} instead of {wanted[i]}");
        }
    }
}
