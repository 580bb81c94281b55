using CsCheck;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests;

/// <summary>What every model promises through the one interface: fit, update, quantiles.</summary>
public sealed class SeriesModelTests
{
    private const int Season = 12;
    private const int Steps = 12;
    private static readonly double[] Levels = [0.025, 0.1, 0.5, 0.9, 0.975];

    public static TheoryData<string> Names => [ModelNames.Auto, .. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_that_saw_nothing_says_nothing(string name)
    {
        IForecastModel model = Fitted(name, []);

        Assert.All(Quantiles(model), quantile => Assert.Equal(double.NaN, quantile));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_value_is_the_median_and_has_an_assumed_width(string name)
    {
        IForecastModel model = Fitted(name, []);

        model.Update(double.NaN);
        model.Update(42);

        double[] quantiles = Quantiles(model);
        Assert.All(Row(quantiles, 2), median => Assert.Equal(42, median, 1e-6));
        Assert.All(Row(quantiles, 1).Zip(Row(quantiles, 3)), bounds => Assert.True(bounds.First < bounds.Second));
        AssertAscending(quantiles);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_constant_that_lasted_stays_constant_without_width(string name)
    {
        IForecastModel model = Fitted(name, Waves.Constant(90, 7));

        Assert.All(Quantiles(model), quantile => Assert.Equal(7, quantile, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_series_with_gaps_gives_finite_quantiles_that_ascend(string name) =>
        Gen.Select(Gen.Double[-1e12, 1e12], Gen.Int[0, 3], (value, gap) => gap == 0 ? double.NaN : value)
            .Array[1, 60]
            .Where(series => series.Any(double.IsFinite))
            .Sample(
                series =>
                {
                    IForecastModel model = Fitted(name, series.AsSpan(0, series.Length / 2));
                    foreach (double value in series.AsSpan(series.Length / 2))
                    {
                        model.Update(value);
                    }

                    AssertAscending(Quantiles(model));
                },
                iter: name == ModelNames.Auto ? 20 : 60);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_be_computed_with_is_a_gap(string name)
    {
        IForecastModel model = Fitted(name, Waves.Daily(100, Season, noise: 3, seed: 1));
        IForecastModel gapped = Fitted(name, Waves.Daily(100, Season, noise: 3, seed: 1));

        foreach (double value in (double[])[double.PositiveInfinity, 1e300, double.NegativeInfinity, 1e40])
        {
            model.Update(value);
            gapped.Update(double.NaN);
        }

        Assert.Equal(Quantiles(gapped), Quantiles(model));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_values_give_the_same_quantiles_and_forecasting_changes_nothing(string name)
    {
        double[] series = Waves.Daily(140, Season, noise: 3, seed: 1);
        IForecastModel first = Updated(name, series);
        IForecastModel second = Updated(name, series);

        double[] quantiles = Quantiles(first);

        Assert.Equal(quantiles, Quantiles(first));
        Assert.Equal(quantiles, Quantiles(second));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitting_forgets_what_was_known_before(string name)
    {
        double[] series = Waves.Daily(100, Season, noise: 3, seed: 1);
        IForecastModel used = Updated(name, Waves.RandomWalk(90, seed: 2));

        used.Fit(series);

        Assert.Equal(Quantiles(Fitted(name, series)), Quantiles(used));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_unit_of_a_series_does_not_matter(string name)
    {
        double[] series = Waves.Daily(140, Season, noise: 3, seed: 1);
        double unit = Math.ScaleB(1, 300);
        double[] large = [.. series.Select(value => value * unit)];
        double[] small = [.. series.Select(value => value / unit)];

        Assert.All(
            Quantiles(Updated(name, large)).Zip(Quantiles(Updated(name, small))),
            both => Assert.Equal(both.First / unit, both.Second * unit, 1e-9));
    }

    // A refit would allocate: what moves on is the state.
    [Theory]
    [MemberData(nameof(Names))]
    public void An_update_allocates_nothing(string name)
    {
        IForecastModel model = Fitted(name, Waves.Daily(100, Season, noise: 3, seed: 1));
        double[] coming = Waves.Daily(300, Season, noise: 3, seed: 2);
        Feed(model, coming);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(model, coming);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Eight_values_in_ten_lie_in_the_80_percent_interval_while_it_learns(string name)
    {
        double[] series = Waves.Daily(600, Season, noise: 3, seed: 5);
        IForecastModel model = Fitted(name, series.AsSpan(0, 200));
        double[] bounds = new double[2];
        int inside = 0;
        foreach (double value in series.AsSpan(200))
        {
            model.Forecast([0.1, 0.9], steps: 1, bounds);
            inside += value >= bounds[0] && value <= bounds[1] ? 1 : 0;
            model.Update(value);
        }

        Assert.InRange(inside / 400.0, 0.73, 0.88);
    }

    [Fact]
    public void Auto_says_what_it_tried_and_forecasts_what_a_single_run_forecasts()
    {
        double[] series = Waves.Daily(240, Season, noise: 3, seed: 1);
        var model = new SeriesModel(ModelNames.Auto, [Season], Steps);

        model.Fit(series);

        SeriesForecastResult result = SeriesForecast.Run(series, new(Steps, [Season], ModelNames.Auto, [0.8]));
        double[] quantiles = Quantiles(model);
        Assert.Equal(result.Model, model.Chosen);
        Assert.All(result.Lower[0].Zip(Row(quantiles, 1)), both => Assert.Equal(both.First, both.Second, 1e-9));
        Assert.All(result.Upper[0].Zip(Row(quantiles, 3)), both => Assert.Equal(both.First, both.Second, 1e-9));
        Assert.Equal(1, model.Trials.Sum(trial => trial.Weight), 1e-9);
    }

    [Fact]
    public void A_model_of_ones_own_gets_quantiles_too()
    {
        double[] series = Waves.Daily(240, Season, noise: 3, seed: 1);
        var own = new SeriesModel(new EtsModel(Season), Steps);
        IForecastModel named = ModelCatalog.Create(ModelNames.Ets, [Season], Steps);

        own.Fit(series);
        named.Fit(series);

        Assert.Equal(Quantiles(named), Quantiles(own));
        Assert.True(own.Error < own.NaiveError, $"{own.Error} against naive's {own.NaiveError}");
    }

    [Fact]
    public void A_history_too_short_for_the_model_names_what_stands_in()
    {
        var model = new SeriesModel(ModelNames.Arima, [Season], Steps);

        model.Fit([1, double.NaN]);

        Assert.Equal("arima-as-naive", model.Chosen);
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        IForecastModel model = Fitted(ModelNames.Naive, [1, 2, 3]);

        var unknown = Assert.Throws<ArgumentException>(() => ModelCatalog.Create("arma", [], 12));
        Assert.Contains("'arma'", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelCatalog.Create(ModelNames.Naive, [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesModel(new NaiveModel(), int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Forecast([0.5], 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Forecast([0.5], 2, new double[3]));
        Assert.Throws<ArgumentException>(() => model.Forecast([0.9, 0.1], 1, new double[2]));
        Assert.Throws<ArgumentException>(() => model.Forecast([0, 1], 1, new double[2]));
    }

    private static IForecastModel Updated(string name, double[] series)
    {
        IForecastModel model = Fitted(name, series.AsSpan(0, series.Length - 40));
        Feed(model, series.AsSpan(series.Length - 40));

        return model;
    }

    private static IForecastModel Fitted(string name, ReadOnlySpan<double> history)
    {
        IForecastModel model = ModelCatalog.Create(name, [Season, 7 * Season], Steps);
        model.Fit(history);

        return model;
    }

    private static void Feed(IForecastModel model, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            model.Update(value);
        }
    }

    private static double[] Quantiles(IForecastModel model)
    {
        double[] quantiles = new double[Levels.Length * Steps];
        model.Forecast(Levels, Steps, quantiles);

        return quantiles;
    }

    private static double[] Row(double[] quantiles, int level) => quantiles[(level * Steps)..((level + 1) * Steps)];

    private static void AssertAscending(double[] quantiles)
    {
        Assert.All(quantiles, quantile => Assert.True(double.IsFinite(quantile)));
        for (int i = Steps; i < quantiles.Length; i++)
        {
            Assert.True(quantiles[i - Steps] <= quantiles[i], $"level {i / Steps}, step {i % Steps}");
        }
    }
}
