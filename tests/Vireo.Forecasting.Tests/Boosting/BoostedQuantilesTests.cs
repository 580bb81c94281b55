using CsCheck;
using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting.Tests.Boosting;

public sealed class BoostedQuantilesTests
{
    private const int Horizon = 6;
    private static readonly double[] Levels = [0.01, 0.05, 0.1, 0.5, 0.9, 0.99];
    private static readonly BoostingOptions Small =
        new() { Horizon = Horizon, Rows = 6_000, Trees = 40, Leaves = 8, Forests = 2 };
    private static readonly double[][] Fleet = [.. Enumerable.Range(0, 30).Select(Machine)];
    private static readonly BoostedQuantiles Model = Train(Small);

    [Fact]
    public void A_load_that_returns_to_its_mean_is_forecast_better_than_by_its_last_value()
    {
        double error = 0;
        double naive = 0;
        for (int machine = 100; machine < 160; machine++)
        {
            double[] series = Machine(machine);
            double[] median = Quantiles(Model, series[..200], [0.5]);
            for (int step = 0; step < Horizon; step++)
            {
                error += Math.Abs(series[200 + step] - median[step]);
                naive += Math.Abs(series[200 + step] - series[199]);
            }
        }

        Assert.InRange(error / naive, 0, 0.9);
    }

    [Fact]
    public void Intervals_of_machines_never_seen_cover_what_they_say()
    {
        int inside = 0;
        int judged = 0;
        for (int machine = 100; machine < 400; machine++)
        {
            double[] series = Machine(machine);
            double[] bounds = Quantiles(Model, series[..200], [0.1, 0.9]);
            for (int step = 0; step < Horizon; step++)
            {
                inside += series[200 + step] >= bounds[step] && series[200 + step] <= bounds[Horizon + step] ? 1 : 0;
                judged++;
            }
        }

        Assert.InRange((double)inside / judged, 0.74, 0.86);
    }

    [Fact]
    public void Quantiles_ascend_and_are_finite_for_any_series() =>
        Gen.Select(Gen.Double[-1e150, 1e150], Gen.Int[0, 3], (value, gap) => gap == 0 ? double.NaN : value)
            .Array[1, 120]
            .Where(series => series.Any(double.IsFinite))
            .Sample(series => Ascends(Quantiles(Model, series, Levels)));

    [Fact]
    public void The_unit_of_a_series_does_not_matter()
    {
        double[] series = Machine(7);
        double[] inKib = [.. series.Select(value => value * 1024)];

        double[] expected = [.. Quantiles(Model, series, Levels).Select(value => value * 1024)];

        Assert.Equal(expected, Quantiles(Model, inKib, Levels));
    }

    [Fact]
    public void Equal_histories_and_seeds_give_equal_models() =>
        Assert.Equal(Bytes(Model), Bytes(Train(Small)));

    [Fact]
    public void Of_a_very_long_history_the_newest_part_is_read()
    {
        double[] newest = Waves.Returning(8_064, 0.6, seed: 1);
        double[] longer = [.. Waves.Constant(50_000, 7), .. newest];

        BoostedQuantiles model = BoostedQuantiles.Train([longer], Small, null, CancellationToken.None);

        Assert.Equal(Bytes(BoostedQuantiles.Train([newest], Small, null, CancellationToken.None)), Bytes(model));
    }

    [Fact]
    public void Another_seed_gives_another_model() =>
        Assert.NotEqual(Bytes(Model), Bytes(Train(Small with { Seed = 2 })));

    [Fact]
    public void A_model_that_was_saved_forecasts_the_same()
    {
        double[] series = Machine(3);

        BoostedQuantiles loaded = BoostedQuantiles.Load(new MemoryStream(Bytes(Model)));

        Assert.Equal(Quantiles(Model, series, Levels), Quantiles(loaded, series, Levels));
    }

    [Fact]
    public void A_file_that_is_cut_or_damaged_is_refused() =>
        Gen.Select(Gen.Int[0, 400], Gen.Byte).Sample((at, value) =>
        {
            byte[] bytes = Bytes(Model);
            bytes[at] = value;
            try
            {
                BoostedQuantiles loaded = BoostedQuantiles.Load(new MemoryStream(bytes));
                Quantiles(loaded, Machine(3), Levels);
                BoostedQuantiles.Load(new MemoryStream(bytes[..(at + 1)]));

                return false;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        });

    [Fact]
    public void Nothing_to_learn_from_gives_a_level_with_a_normal_spread()
    {
        BoostedQuantiles empty = BoostedQuantiles.Train([], Small, null, CancellationToken.None);

        double[] bounds = Quantiles(empty, [1, 3, 1, 3, 1, 3], [0.1, 0.5, 0.9]);

        Assert.Equal(0, empty.Trees);
        Assert.InRange(bounds[Horizon], bounds[0], bounds[2 * Horizon]);
        Assert.True(bounds[0] < bounds[2 * Horizon]);
    }

    [Fact]
    public void Training_stops_when_asked()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => BoostedQuantiles.Train(Fleet, Small, null, source.Token));
    }

    [Fact]
    public void Levels_that_do_not_ascend_are_refused() =>
        Assert.Throws<ArgumentException>(() => Quantiles(Model, Machine(1), [0.5, 0.1]));

    [Fact]
    public void An_option_that_makes_no_sense_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => BoostedQuantiles.Train(Fleet, Small with { LearningRate = 0 }, null, CancellationToken.None));

        Assert.Equal("LearningRate", error.ParamName);
    }

    private static BoostedQuantiles Train(BoostingOptions options) =>
        BoostedQuantiles.Train(Fleet, options, null, CancellationToken.None);

    private static double[] Machine(int seed) => Waves.Returning(220, 0.6, seed);

    private static double[] Quantiles(BoostedQuantiles model, double[] history, double[] levels)
    {
        double[] quantiles = new double[levels.Length * Horizon];
        model.Forecast(history, Horizon, levels, quantiles);

        return quantiles;
    }

    private static bool Ascends(double[] quantiles)
    {
        for (int i = 0; i < quantiles.Length; i++)
        {
            if (!double.IsFinite(quantiles[i]) || (i >= Horizon && quantiles[i] < quantiles[i - Horizon]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Bytes(BoostedQuantiles model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);

        return stream.ToArray();
    }
}
