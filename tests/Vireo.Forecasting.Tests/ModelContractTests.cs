using CsCheck;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests;

/// <summary>What every model promises, whatever it is made of.</summary>
public sealed class ModelContractTests
{
    private const int Season = 12;

    public static TheoryData<string> Names => [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_that_saw_nothing_forecasts_NaN(string name)
    {
        IPathModel model = Fitted(name, []);

        double[] path = model.Forecast(3);

        Assert.All(path, value => Assert.Equal(double.NaN, value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_value_is_enough_to_forecast_it(string name)
    {
        IPathModel model = Fitted(name, [double.NaN, 42, double.NaN]);

        double[] path = model.Forecast(30);

        Assert.All(path, value => Assert.Equal(42, value, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_after_an_empty_history_is_enough(string name)
    {
        IPathModel model = Fitted(name, []);

        model.Update(double.NaN);
        model.Update(42);

        Assert.All(model.Forecast(30), value => Assert.Equal(42, value, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_constant_stays_constant(string name)
    {
        IPathModel model = Fitted(name, Waves.Constant(60, 1e9));

        double[] path = model.Forecast(30);

        Assert.All(path, value => Assert.Equal(1e9, value, 1e2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_series_with_gaps_gives_finite_forecasts(string name) =>
        Gen.Select(Gen.Double[-1e12, 1e12], Gen.Int[0, 3], (value, gap) => gap == 0 ? double.NaN : value)
            .Array[1, 90]
            .Where(series => series.Any(double.IsFinite))
            .Sample(series => Fitted(name, series).Forecast(30).All(double.IsFinite));

    [Theory]
    [MemberData(nameof(Names))]
    public void Forecasting_changes_nothing(string name)
    {
        IPathModel model = Fitted(name, Waves.Daily(100, Season, noise: 3, seed: 1));

        double[] first = model.Forecast(30);
        double[] second = model.Forecast(30);

        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitting_forgets_what_was_known_before(string name)
    {
        double[] series = Waves.Daily(100, Season, noise: 3, seed: 1);
        IPathModel used = Fitted(name, Waves.RandomWalk(77, seed: 2));

        used.Fit(series);

        Assert.Equal(Fitted(name, series).Forecast(30), used.Forecast(30));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Updating_and_forecasting_allocate_nothing(string name)
    {
        IPathModel model = Fitted(name, Waves.Daily(100, Season, noise: 3, seed: 1));
        double[] path = new double[12];
        Run(model, path);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(model, path);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Run(IPathModel model, double[] path)
    {
        for (int step = 0; step < 50; step++)
        {
            model.Update(step % 7 == 0 ? double.NaN : step);
            model.Forecast(path);
        }
    }

    private static IPathModel Fitted(string name, double[] history)
    {
        IPathModel model = ModelCatalog.CreatePath(name, [Season, 7 * Season]);
        model.Fit(history);

        return model;
    }
}
