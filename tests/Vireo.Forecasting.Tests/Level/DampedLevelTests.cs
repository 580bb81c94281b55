using Vireo.Forecasting.Level;
using Vireo.Forecasting.Naive;

namespace Vireo.Forecasting.Tests.Level;

public sealed class DampedLevelTests
{
    [Fact]
    public void A_spike_is_expected_to_go_back()
    {
        double[] series = Waves.Returning(400, phi: 0.5, seed: 5);
        var model = new DampedLevelModel(memory: 288);
        model.Fit([.. series, 60]);

        double[] path = model.Forecast(12);

        Assert.InRange(path[0], 42, 55);
        Assert.InRange(path[11], 38, 43);
    }

    [Fact]
    public void A_random_walk_is_left_where_it_is()
    {
        double[] series = Waves.RandomWalk(400, seed: 5);
        var model = new DampedLevelModel(memory: 288);
        model.Fit(series);

        double[] path = model.Forecast(3);

        Assert.All(path, value => Assert.Equal(series[^1], value, 1.5));
    }

    [Fact]
    public void It_beats_naive_on_load_that_returns_to_its_mean()
    {
        double[] series = Waves.Returning(600, phi: 0.6, seed: 8);
        var level = new DampedLevelModel(memory: 288);
        var naive = new NaiveModel();
        level.Fit(series.AsSpan(0, 300));
        naive.Fit(series.AsSpan(0, 300));

        double levelError = Error(level, series.AsSpan(300));
        double naiveError = Error(naive, series.AsSpan(300));

        Assert.InRange(levelError / naiveError, 0, 0.8);
    }

    private static double Error(IPathModel model, ReadOnlySpan<double> actual)
    {
        double sum = 0;
        for (int i = 0; i + 12 <= actual.Length; i++)
        {
            sum += Math.Abs(model.Forecast(12)[11] - actual[i + 11]);
            model.Update(actual[i]);
        }

        return sum;
    }
}
