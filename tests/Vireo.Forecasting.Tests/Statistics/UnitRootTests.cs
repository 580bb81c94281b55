using System.Text.Json;
using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Tests.Statistics;

/// <summary>Unit root tests and differences against R's urca and forecast.</summary>
public sealed class UnitRootTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = GoldenSeries.Cases("tests.json");

    public static TheoryData<int, string> Names => [.. Cases.Select((item, index) => (index, item.Text("series")))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistics_are_those_of_urca(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = GoldenSeries.Values(name);

        AssertClose(item.Number("kpss_mu"), UnitRoots.Kpss(series));
        AssertClose(item.Number("kpss_tau"), UnitRoots.Kpss(series, hasTrend: true));
        AssertClose(item.Number("adf_drift_lag1"), UnitRoots.DickeyFuller(series));
        AssertClose(item.Number("pp_ztau_constant"), UnitRoots.PhillipsPerron(series));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Differences_are_those_of_ndiffs(int index, string name)
    {
        JsonElement item = Cases[index];
        double[] series = GoldenSeries.Values(name);

        Assert.Equal(item.Number("ndiffs_kpss"), UnitRoots.DifferencesNeeded(series));
        Assert.Equal(item.Number("ndiffs_adf"), Needed(UnitRootTest.AugmentedDickeyFuller));
        Assert.Equal(item.Number("ndiffs_pp"), Needed(UnitRootTest.PhillipsPerron));

        int Needed(UnitRootTest test) => UnitRoots.DifferencesNeeded(series, test);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Seasonal_differences_are_those_of_nsdiffs(int index, string name)
    {
        JsonElement item = Cases[index];
        int period = GoldenSeries.Frequency(name);
        if (period == 1)
        {
            return;
        }

        double[] series = GoldenSeries.Values(name);
        var ocsb = OcsbTest.Of(series, period);

        AssertClose(item.Number("seasonal_strength"), SeasonalUnitRoots.Strength(series, period));
        Assert.Equal(item.Number("nsdiffs_seas"), SeasonalUnitRoots.DifferencesNeeded(series, period));
        Assert.Equal(item.Number("ocsb_lag"), ocsb.Lag);
        AssertClose(item.Number("ocsb_stat"), ocsb.Statistic);
        AssertClose(item.Number("ocsb_crit"), ocsb.Critical);
        Assert.Equal(item.Number("nsdiffs_ocsb"), ocsb.NeedsDifference ? 1 : 0);
    }

    [Fact]
    public void A_constant_needs_no_difference_and_neither_do_gaps_or_nothing()
    {
        Assert.Equal(0, UnitRoots.DifferencesNeeded([3, 3, 3, double.NaN, 3]));
        Assert.Equal(0, UnitRoots.DifferencesNeeded([]));
        Assert.Equal(0, SeasonalUnitRoots.DifferencesNeeded([1, 2, 3], 12));
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-8 * Math.Max(1, Math.Abs(expected)));
}
