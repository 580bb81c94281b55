using CsCheck;
using Vireo.Forecasting.Linear;

namespace Vireo.Forecasting.Tests.Linear;

public sealed class LinearModelTests
{
    [Fact]
    public void A_daily_pattern_is_followed_around_the_clock()
    {
        double[] series = Waves.Daily(48 * 8, season: 48, noise: 1, seed: 6);
        var model = new LinearModel(48);
        model.Fit(series.AsSpan(0, 48 * 7));

        double[] path = model.Forecast(48);

        double error = path.Zip(series[(48 * 7)..]).Average(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(error, 0, 1.5);
    }

    [Fact]
    public void A_weekday_pattern_is_told_apart_from_the_weekend()
    {
        // Ten steps a day; two days in seven are quiet.
        double[] series = [.. Enumerable.Range(0, 280).Select(step => step / 10 % 7 < 5 ? 50.0 : 10.0)];
        var model = new LinearModel(10, 70);
        model.Fit(series.AsSpan(0, 210 + 45));

        double[] path = model.Forecast(25);

        Assert.InRange(path[8..20].Average(), 5, 25);
    }

    [Fact]
    public void Paths_stay_near_what_was_seen_even_when_the_coefficients_explode()
    {
        double[] series = [.. Enumerable.Range(0, 60).Select(step => Math.Pow(1.2, step))];
        var model = new LinearModel();
        model.Fit(series);

        double[] path = model.Forecast(1_000);

        Assert.All(path, value => Assert.InRange(value, -series[^1], 2 * series[^1]));
    }

    [Fact]
    public void Outliers_barely_move_the_coefficients()
    {
        double[] clean = Autoregression(600, seed: 3);
        double[] spoiled = [.. clean.Select((value, step) => step % 97 == 50 ? value + 100 : value)];

        double before = Persistence(clean);

        Assert.InRange(before, 0.7, 0.9);
        Assert.InRange(Persistence(spoiled), before - 0.15, before + 0.15);
    }

    [Fact]
    public void One_value_between_two_fits_moves_the_coefficients_by_little_however_large_it_is()
    {
        var model = new LinearModel();
        model.Fit(Autoregression(600, seed: 3));
        double[] before = model.Coefficients.ToArray();

        model.Update(1e9);

        Assert.All(before.Zip(model.Coefficients.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 0.05));
    }

    [Fact]
    public void Coefficients_follow_a_change_without_a_refit()
    {
        double[] series = [.. Enumerable.Range(0, 1_000).Select(step => step % 2 == 0 ? 1.0 : -1.0)];
        var model = new LinearModel();
        model.Fit(Autoregression(600, seed: 3));
        foreach (double value in series)
        {
            model.Update(value);
        }

        double[] path = model.Forecast(2);

        Assert.Equal(1, path[0], 0.2);
        Assert.Equal(-1, path[1], 0.2);
    }

    [Fact]
    public void A_load_that_stands_still_for_a_million_steps_leaves_a_usable_model()
    {
        var model = new LinearModel(24);
        model.Fit(Waves.Daily(240, season: 24, noise: 1, seed: 6));
        for (int step = 0; step < 1_000_000; step++)
        {
            model.Update(7);
        }

        Assert.All(model.Forecast(24), value => Assert.Equal(7, value, 0.1));
        Assert.All(model.Coefficients.ToArray(), coefficient => Assert.InRange(coefficient, -10, 10));
    }

    [Fact]
    public void Scale_and_shift_of_a_series_change_its_forecast_alike() =>
        Gen.Select(Gen.Double[-1, 1].Array[30, 120], Gen.Double[0.01, 1e6], Gen.Double[-100, 100]).Sample((series, scale, shift) =>
        {
            double[] plain = Path(series);
            double[] changed = Path([.. series.Select(value => scale * (value + shift))]);

            return plain.Zip(changed).All(pair => Math.Abs((scale * (pair.First + shift)) - pair.Second) <= 1e-3 * scale);
        });

    private static double[] Path(double[] series)
    {
        var model = new LinearModel();
        model.Fit(series);

        return model.Forecast(10);
    }

    // How much of a deviation is left one step later.
    private static double Persistence(double[] series)
    {
        var model = new LinearModel();
        model.Fit(series);

        return model.Coefficients[1] + model.Coefficients[2];
    }

    private static double[] Autoregression(int length, int seed)
    {
        double[] series = Waves.Noise(length, seed);
        for (int step = 1; step < length; step++)
        {
            series[step] += 0.8 * series[step - 1];
        }

        return series;
    }
}
