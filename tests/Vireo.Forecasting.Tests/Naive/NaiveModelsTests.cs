using System.Text.Json;
using CsCheck;
using Vireo.Forecasting.Naive;

namespace Vireo.Forecasting.Tests.Naive;

public sealed class NaiveModelsTests
{
    [Fact]
    public void Naive_and_seasonal_naive_agree_with_R()
    {
        foreach (JsonElement golden in Golden.Naive)
        {
            string name = golden.Text("series");
            double[] expected = golden.GetProperty("mean").Numbers();
            IPathModel model = golden.Text("method") == "naive"
                ? new NaiveModel()
                : new SeasonalNaiveModel(Golden.Frequency(name));
            model.Fit(Golden.Series(name));

            double[] actual = model.Forecast(expected.Length);

            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * pair.First));
        }
    }

    [Fact]
    public void Seasonal_naive_repeats_the_last_season_of_any_series() =>
        Gen.Int[-1000, 1000].Array[24, 96].Sample(series =>
        {
            var model = new SeasonalNaiveModel(24);
            model.Fit([.. series.Select(value => (double)value)]);

            return model.Forecast(24).SequenceEqual(series[^24..].Select(value => (double)value));
        });

    [Fact]
    public void A_gap_in_the_last_season_is_filled_from_the_season_before()
    {
        var model = new SeasonalNaiveModel(3);
        model.Fit([1, 2, 3, 4, double.NaN, 6]);

        double[] path = model.Forecast(3);

        Assert.Equal([4, 2, 6], path);
    }

    [Fact]
    public void A_phase_never_seen_gets_the_last_value()
    {
        var model = new SeasonalNaiveModel(4);
        model.Fit([5, 7]);

        double[] path = model.Forecast(4);

        Assert.Equal([7, 7, 5, 7], path);
    }
}
