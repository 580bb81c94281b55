using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting.Tests.Boosting;

public sealed class BoostedModelTests
{
    private static readonly BoostedQuantiles Shared = BoostedQuantiles.Train(
        [.. Enumerable.Range(0, 20).Select(seed => Waves.Daily(240, 24, noise: 4, seed))],
        new() { Horizon = 24, Season = 24, Rows = 8_000, Trees = 60, Leaves = 8 },
        null,
        CancellationToken.None);

    [Fact]
    public void A_model_that_is_kept_up_to_date_forecasts_as_one_that_reads_everything()
    {
        double[] series = Waves.Daily(300, 24, noise: 4, seed: 50);
        series[123] = double.NaN;
        var model = new BoostedModel(Shared);
        model.Fit(series.AsSpan(0, 77));
        foreach (double value in series.AsSpan(77))
        {
            model.Update(value);
        }

        double[] expected = new double[24];
        Shared.Forecast(series, 24, [0.5], expected);

        Assert.Equal(expected, model.Forecast(24));
    }

    [Fact]
    public void The_season_is_found_again()
    {
        double[] series = Waves.Daily(264, 24, noise: 4, seed: 60);
        var model = new BoostedModel(Shared);
        model.Fit(series.AsSpan(0, 240));

        double[] path = model.Forecast(24);

        Assert.InRange(path.Zip(series[240..], (forecast, actual) => Math.Abs(forecast - actual)).Average(), 0, 5.5);
    }

    [Fact]
    public void Beyond_the_horizon_forecasts_go_on()
    {
        var model = new BoostedModel(Shared);
        model.Fit(Waves.Daily(240, 24, noise: 4, seed: 60));

        Assert.All(model.Forecast(100), value => Assert.InRange(value, 0, 100));
    }

    [Fact]
    public void A_long_silence_does_not_make_it_sure()
    {
        var model = new BoostedModel(1);
        model.Fit(Waves.Noise(40, seed: 3));
        double before = Width(model);
        for (int step = 0; step < 1_000; step++)
        {
            model.Update(double.NaN);
        }

        Assert.InRange(Width(model), 0.5 * before, double.PositiveInfinity);
    }

    private static double Width(BoostedModel model)
    {
        double[] bounds = new double[2];
        model.Forecast([0.1, 0.9], 1, bounds);

        return bounds[1] - bounds[0];
    }

    [Fact]
    public void The_state_of_a_series_stays_within_2_KiB()
    {
        BoostedModel[] models = new BoostedModel[100];
        double[] series = Waves.Noise(288, seed: 1);
        var shared = BoostedQuantiles.Train([series], new() { Trees = 1 }, null, CancellationToken.None);
        new BoostedModel(shared).Fit(series);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < models.Length; i++)
        {
            models[i] = new BoostedModel(shared);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / models.Length, 0, 2_048);
    }
}
