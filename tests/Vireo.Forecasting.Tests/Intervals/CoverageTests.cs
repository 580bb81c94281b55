using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests.Intervals;

public sealed class CoverageTests
{
    public static TheoryData<string, double[]> Series => new()
    {
        { "returns to its mean", Waves.Returning(4_000, phi: 0.8, seed: 11) },
        { "random walk", Waves.RandomWalk(4_000, seed: 12) },
        { "daily", Waves.Daily(4_000, season: 288, noise: 4, seed: 13) },
        { "mostly zero with bursts", [.. Waves.Noise(4_000, seed: 14).Select(value => Math.Max(0, value - 1))] },
        { "calm, then restless", [.. Waves.Noise(4_000, seed: 15).Select((v, i) => i / 300 % 2 == 0 ? v : 5 * v)] },
    };

    [Theory]
    [MemberData(nameof(Series))]
    public void One_value_in_ten_lies_beyond_each_bound_of_an_80_percent_interval(string name, double[] series)
    {
        CalibratedModel model = ModelSelector.Select(
            series.AsSpan(0, 1_000),
            new SelectionSettings(
                [288], new HorizonKnots(12), Effort.Quick, SharedModels.None, SharedModels.None, ModelPrior.None)).Model;
        double[] low = new double[12];
        double[] high = new double[12];
        int below = 0;
        int above = 0;
        int judged = 0;
        for (int origin = 1_000; origin + 12 <= series.Length; origin++)
        {
            model.Intervals.Offsets(0.1, low);
            model.Intervals.Offsets(0.9, high);
            double error = series[origin + 11] - model.Model.Forecast(12)[11];
            below += error < low[11] ? 1 : 0;
            above += error > high[11] ? 1 : 0;
            judged++;
            model.Step(series[origin]);
        }

        // A series that rests on zero is never below it, so only an excess of misses is wrong on that side.
        Assert.True((double)below / judged < 0.13, $"{name}: {(double)below / judged} lie below");
        Assert.True(Math.Abs(((double)above / judged) - 0.1) < 0.03, $"{name}: {(double)above / judged} lie above");
    }

    [Fact]
    public void Before_any_error_is_known_the_prior_speaks()
    {
        var model = new CalibratedModel(new NaiveModel(), new HorizonKnots(12));
        model.Intervals.PriorScale = 2;
        double[] offsets = new double[24];
        model.Step(10);

        model.Intervals.Offsets(0.9, offsets);

        Assert.Equal(1.2816 * 2, offsets[0], 0.01);
        Assert.Equal(1.2816 * 2 * Math.Sqrt(12), offsets[11], 0.01);
        Assert.Equal(1.2816 * 2 * Math.Sqrt(24), offsets[23], 0.01);
    }

    [Fact]
    public void A_constant_series_ends_up_without_width()
    {
        var model = new CalibratedModel(new NaiveModel(), new HorizonKnots(12));
        double[] offsets = new double[12];
        for (int i = 0; i < 300; i++)
        {
            model.Step(7);
        }

        model.Intervals.Offsets(0.99, offsets);

        Assert.All(offsets, offset => Assert.Equal(0, offset, 1e-9));
    }

    [Fact]
    public void A_gap_is_neither_an_error_nor_a_hit()
    {
        var model = new CalibratedModel(new NaiveModel(), new HorizonKnots(2));
        model.Step(7);
        model.Step(9);
        double before = model.Intervals.Error;

        model.Step(double.NaN);

        Assert.Equal(before, model.Intervals.Error);
    }
}
