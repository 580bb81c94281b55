using CsCheck;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests.Selection;

public sealed class ModelSelectorTests
{
    private static readonly HorizonKnots Hour = new(12);

    [Fact]
    public void No_model_is_chosen_that_does_not_beat_naive() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 10_000], Gen.Double[0, 1]).Sample((length, seed, phi) =>
        {
            double[] series = Waves.Returning(length + 1, phi, seed);
            CalibratedModel chosen = ModelSelector.Select(series, [24], Hour);

            return chosen.Model.Name == ModelNames.Naive || chosen.Intervals.Error < chosen.Intervals.NaiveError;
        });

    [Fact]
    public void A_strong_day_gets_a_model_that_knows_days()
    {
        double[] series = Waves.Daily(288 * 6, season: 288, noise: 2, seed: 22);

        CalibratedModel chosen = ModelSelector.Select(series, [288, 2016], Hour);

        Assert.Contains(
            chosen.Model.Name, new[] { ModelNames.Linear, ModelNames.HoltWinters, ModelNames.SeasonalNaive });
        Assert.InRange(chosen.Intervals.Error / chosen.Intervals.NaiveError, 0, 0.8);
    }

    [Fact]
    public void Load_without_a_season_that_returns_to_its_mean_is_not_left_to_naive()
    {
        double[] series = Waves.Returning(200, phi: 0.5, seed: 23);

        CalibratedModel chosen = ModelSelector.Select(series, [288, 2016], Hour);

        Assert.NotEqual(ModelNames.Naive, chosen.Model.Name);
    }

    [Fact]
    public void Nothing_to_learn_from_stays_naive()
    {
        CalibratedModel chosen = ModelSelector.Select([], [288], Hour);

        Assert.Equal(ModelNames.Naive, chosen.Model.Name);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelCatalog.Create("prophet", []));

        Assert.Contains("'prophet'. Known: auto, naive, snaive", error.Message, StringComparison.Ordinal);
    }
}
