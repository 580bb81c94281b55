using CsCheck;
using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

/// <summary>What every model promises, and what a network adds.</summary>
public sealed class LstmModelTests
{
    private static readonly double[] Levels = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99];
    private static readonly LstmNetwork Network = LstmFixture.Train(LstmFixture.Brief(epochs: 6));

    [Fact]
    public void Nothing_known_gives_NaN_and_one_value_gives_it_back()
    {
        LstmModel model = Fitted([]);
        Assert.All(model.Forecast(30), value => Assert.Equal(double.NaN, value));

        model.Update(double.NaN);
        model.Update(42);

        Assert.All(model.Forecast(30), value => Assert.Equal(42, value, 1e-6));
    }

    [Fact]
    public void A_constant_stays_constant_and_survives_a_gap_longer_than_the_memory()
    {
        LstmModel model = Fitted(Waves.Constant(60, 1e9));
        for (int i = 0; i < 100; i++)
        {
            model.Update(double.NaN);
        }

        Assert.All(model.Forecast(30), value => Assert.Equal(1e9, value));
    }

    [Fact]
    public void Any_series_gives_finite_ascending_quantiles() =>
        Gen.Select(Gen.Double[-1, 1], Gen.Int[0, 3], (value, gap) => gap == 0 ? double.NaN : value)
            .Array[1, 90]
            .Where(series => series.Any(double.IsFinite))
            .SelectMany(series => Gen.OneOf(1e-300, 1e-12, 1, 1e12, 1e150, 1e308).Select(
                size => series.Select(value => value * size).ToArray()))
            .Sample(series =>
            {
                double[] quantiles = Quantiles(Fitted(series), steps: 9);

                return quantiles.All(double.IsFinite)
                    && Enumerable.Range(0, quantiles.Length - 9).All(i => quantiles[i] <= quantiles[i + 9]);
            });

    [Fact]
    public void The_unit_of_a_series_does_not_matter()
    {
        double[] series = Waves.Daily(100, 12, noise: 3, seed: 1);

        double[] plain = Fitted(series).Forecast(4);
        double[] scaled = Fitted([.. series.Select(value => (value * 1_024) - 4_096)]).Forecast(4);

        // Where zero lies matters a little, and it moved: the shape of the forecast does not.
        double[] multiplied = Fitted([.. series.Select(value => value * 1_024)]).Forecast(4);
        Assert.All(plain.Zip(multiplied), pair => Assert.Equal(pair.First * 1_024, pair.Second, 1e-2));
        Assert.All(plain.Zip(scaled), pair => Assert.Equal(pair.First, (pair.Second + 4_096) / 1_024, 5.0));
    }

    [Fact]
    public void Beyond_the_horizon_the_forecast_goes_on_from_its_own_medians()
    {
        double[] series = Waves.Daily(100, 12, noise: 3, seed: 1);

        double[] far = Fitted(series).Forecast(8);

        double[] near = Fitted(series).Forecast(4);
        Assert.Equal(near, far[..4]);
        Assert.Equal(Fitted([.. series, .. near]).Forecast(4), far[4..]);
    }

    [Fact]
    public void Beyond_the_horizon_the_spread_never_narrows_and_levels_never_cross()
    {
        const int Steps = 60;
        LstmModel model = Fitted(Waves.Daily(100, 12, noise: 3, seed: 1));

        double[] quantiles = Quantiles(model, Steps);

        double Row(int level, int step) => quantiles[(level * Steps) + step];
        int levels = quantiles.Length / Steps;
        for (int step = 4; step < Steps; step++)
        {
            Assert.True(Row(levels - 1, step) - Row(0, step) >= Row(levels - 1, 3) - Row(0, 3), $"narrower at step {step}");
            Assert.All(Enumerable.Range(1, levels - 1), level => Assert.True(Row(level, step) >= Row(level - 1, step)));
        }
    }

    [Fact]
    public void Far_beyond_the_horizon_the_last_season_is_repeated()
    {
        LstmModel model = Fitted(Waves.Daily(100, 12, noise: 3, seed: 1));

        double[] path = model.Forecast(100);

        // Six blocks of four steps hold the season of 24.
        Assert.Equal(path[..24], path[24..48]);
        Assert.Equal(path[..24], path[72..96]);
    }

    [Fact]
    public void Ten_days_ahead_a_network_that_learned_one_still_follows_the_day()
    {
        double[] series = Waves.Daily(24 * 30, 24, noise: 2, seed: 1);
        var model = new SelfTaughtLstmModel(24);
        model.Fit(series.AsSpan(0, 24 * 20));

        double error = series[(24 * 20)..].Zip(model.Forecast(240), (a, f) => Math.Abs(a - f)).Average();

        // The noise alone is 1.6; the last value would be wrong by 18.
        Assert.InRange(error, 0, 5);
    }

    [Theory]
    [InlineData(0.5, 0.1f, 10)]
    [InlineData(0.05, 0.1f, 10.1)]
    [InlineData(0.5, 0.4f, 10.4)]
    public void A_median_close_to_where_a_series_often_rests_is_that_value(
        double restRatio, float median, double expected)
    {
        LstmShape shape = LstmFixture.Small() with { Horizon = 1 };
        double[] quantiles = new double[1];

        QuantileCurve.Write(shape, [-1, median, 1], new WindowScale(10, 1, restRatio), [0.5], 1, quantiles);

        Assert.Equal(expected, quantiles[0], 0.02);
    }

    [Fact]
    public void Forecasting_changes_nothing_and_fitting_forgets()
    {
        double[] series = Waves.Daily(100, 12, noise: 3, seed: 1);
        LstmModel model = Fitted(Waves.RandomWalk(77, seed: 2));

        model.Fit(series);

        Assert.Equal(model.Forecast(7), model.Forecast(7));
        Assert.Equal(Fitted(series).Forecast(7), model.Forecast(7));
    }

    [Fact]
    public void Updating_and_forecasting_allocate_nothing()
    {
        LstmModel model = Fitted(Waves.Daily(100, 12, noise: 3, seed: 1));
        double[] path = new double[12];
        Run(model, path);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(model, path);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Levels_that_do_not_ascend_are_refused()
    {
        LstmModel model = Fitted([1, 2, 3]);

        Assert.Throws<ArgumentException>(() => model.Forecast([0.9, 0.1], 1, new double[2]));
        Assert.Throws<ArgumentException>(() => model.Forecast([0, 0.5], 1, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Forecast([0.5], 2, new double[1]));
    }

    [Fact]
    public void A_long_series_alone_teaches_a_network_its_season()
    {
        double[] series = Waves.Daily(496, 24, noise: 2, seed: 1);
        var model = new SelfTaughtLstmModel(24);
        model.Fit(series.AsSpan(0, 472));

        double error = series[472..].Zip(model.Forecast(24), (a, f) => Math.Abs(a - f)).Average();

        // The noise alone is 1.6; the last value would be wrong by 18.
        Assert.InRange(error, 0, 3);
    }

    [Fact]
    public void A_short_series_alone_is_a_level_with_a_spread_that_grows()
    {
        var model = new SelfTaughtLstmModel(1);
        model.Fit(Waves.RandomWalk(100, seed: 3));
        double[] quantiles = new double[3 * 4];

        model.Forecast([0.1, 0.5, 0.9], 4, quantiles);

        Assert.Equal(model.Forecast(4), quantiles[4..8]);
        Assert.Equal(2 * (quantiles[8] - quantiles[4]), quantiles[11] - quantiles[7], 1e-9);
        Assert.True(quantiles[0] < quantiles[4]);
    }

    private static double[] Quantiles(LstmModel model, int steps)
    {
        double[] quantiles = new double[Levels.Length * steps];
        model.Forecast(Levels, steps, quantiles);

        return quantiles;
    }

    private static void Run(LstmModel model, double[] path)
    {
        for (int step = 0; step < 50; step++)
        {
            model.Update(step % 7 == 0 ? double.NaN : step);
            model.Forecast(path);
        }
    }

    private static LstmModel Fitted(double[] history)
    {
        var model = new LstmModel(Network);
        model.Fit(history);

        return model;
    }
}
