using System.Text.Json;
using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

/// <summary>Automatic orders against R's auto.arima on seventy series.</summary>
public sealed class AutoArimaTests
{
    private static readonly (JsonElement Item, ArimaFit Fit)[] Cases =
        [.. GoldenSeries.Cases("arima_auto.json").Select(item => (item, Fit(item)))];

    [Fact]
    public void Differences_are_those_of_R_on_every_series() => Assert.All(Cases, pair =>
    {
        ArimaOrder expected = OrderOf(pair.Item);
        Assert.Equal(expected.Differences, pair.Fit.Order.Differences);
        Assert.Equal(expected.SeasonalDifferences, pair.Fit.Order.SeasonalDifferences);
    });

    [Fact]
    public void Orders_agree_with_R_on_85_percent_of_the_series() => Assert.InRange(Agreement(_ => true), 0.85, 1);

    [Fact]
    public void Orders_agree_with_R_on_85_percent_of_the_series_without_season() =>
        Assert.InRange(Agreement(order => order.Period == 1), 0.85, 1);

    [Fact]
    public void Orders_agree_with_R_on_80_percent_of_the_seasonal_series() =>
        Assert.InRange(Agreement(order => order.Period > 1), 0.80, 1);

    [Fact]
    public void No_model_is_worse_than_that_of_R_by_more_than_two() => Assert.All(Cases, pair =>
        Assert.True(pair.Fit.Aicc < pair.Item.Number("aicc") + 2,
            $"{pair.Item.Text("series")}: {pair.Fit} has {pair.Fit.Aicc}, R's {pair.Item.Number("aicc")}"));

    [Fact]
    public void Models_are_better_than_those_of_R_on_average() =>
        Assert.True(Cases.Average(pair => pair.Fit.Aicc - pair.Item.Number("aicc")) < -2);

    // 63 or 64 of 70, as a processor's last digit turns one comparison of two AICc or not (with vectors of 512, 256 and
    // 128 bits, with and without FMA); the orders chosen are the same on all.
    [Fact]
    public void The_walk_is_that_of_R_step_by_step_on_most_series() =>
        Assert.InRange(Cases.Average(pair => WalksAlike(pair.Item) ? 1 : 0), 0.88, 1);

    private static bool WalksAlike(JsonElement item)
    {
        AutoArimaResult result = AutoArima.Select(
            GoldenSeries.Values(item.Text("series")), item.GetProperty("period").GetInt32());
        string[] walk = [.. result.Candidates.Select(candidate => candidate.Order.ToString())];
        string[] expected = [.. item.GetProperty("trace").EnumerateArray().Select(line => line.GetString() ?? "")];

        // R's last line is the best model; before it come the exact refits, which differ by design.
        int steps = item.GetProperty("approximation").GetBoolean() ? expected.Length - 4 : expected.Length - 1;

        return walk.Length >= steps && Enumerable.Range(0, steps).All(i => Order(expected[i]) == walk[i]);
    }

    // "ARIMA(1,0,0)(0,1,1)[12] with drift   : 123.4" without what follows the order.
    private static string Order(string line) => line.Split(' ', ':')[0];

    private static double Agreement(Func<ArimaOrder, bool> among)
    {
        (JsonElement Item, ArimaFit Fit)[] chosen = [.. Cases.Where(pair => among(pair.Fit.Order))];

        return chosen.Average(pair => IsSame(pair.Item, pair.Fit) ? 1 : 0);
    }

    private static bool IsSame(JsonElement item, ArimaFit fit) =>
        fit.Order == OrderOf(item) && fit.Constant == ConstantOf(item);

    private static ArimaFit Fit(JsonElement item) =>
        AutoArima.Select(GoldenSeries.Values(item.Text("series")), item.GetProperty("period").GetInt32()).Fit;

    private static ArimaConstant ConstantOf(JsonElement item) =>
        item.GetProperty("drift").GetBoolean() ? ArimaConstant.Drift
        : item.GetProperty("mean").GetBoolean() ? ArimaConstant.Mean : ArimaConstant.None;

    private static ArimaOrder OrderOf(JsonElement item)
    {
        int[] plain = item.Integers("order");
        int[] seasonal = item.Integers("seasonal");

        return new ArimaOrder(plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2],
            item.GetProperty("period").GetInt32());
    }
}
