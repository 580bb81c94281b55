using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

public sealed class ArimaFitTests
{
    [Fact]
    public void A_regressor_gets_its_coefficient_and_moves_the_forecast()
    {
        double[] events = [.. Enumerable.Range(0, 120).Select(t => t % 10 == 0 ? 1.0 : 0.0)];
        double[] noise = Waves.RandomWalk(120, seed: 3);
        double[] series = [.. noise.Select((value, t) => value + (50 * events[t]))];

        ArimaFit fit = ArimaFit.Of(series, new ArimaOrder(0, 1, 1), regressors: [events]);
        IReadOnlyList<double> quiet = fit.Forecast(2, [[0, 0]]).Mean;
        IReadOnlyList<double> busy = fit.Forecast(2, [[1, 0]]).Mean;

        Assert.Equal(50, fit.Regression[0], 1.0);
        Assert.Equal(fit.Regression[0], busy[0] - quiet[0], 1e-9);
        Assert.Equal(quiet[1], busy[1], 1e-9);
    }

    [Fact]
    public void The_automatic_choice_takes_regressors_too()
    {
        double[] load = Waves.RandomWalk(100, seed: 5);
        double[] noise = Waves.RandomWalk(101, seed: 6);
        double[] series = [.. load.Select((value, t) => (3 * value) + noise[t + 1] - noise[t])];

        ArimaFit fit = AutoArima.Select(series, regressors: [load]).Fit;

        Assert.Equal(3, fit.Regression[0], 0.3);
    }

    [Fact]
    public void A_forecast_without_its_regressors_is_refused()
    {
        double[] series = Waves.RandomWalk(50, seed: 1);
        ArimaFit fit = ArimaFit.Of(series, new ArimaOrder(1, 0, 0), regressors: [new double[50]]);

        Assert.Throws<ArgumentException>(() => fit.Forecast(3));
    }

    [Fact]
    public void Drift_of_a_line_is_its_slope()
    {
        double[] line = [.. Enumerable.Range(0, 40).Select(t => 7 + (2.5 * t))];

        ArimaFit fit = AutoArima.Select(line).Fit;

        Assert.Equal("ARIMA(0,1,0) with drift", fit.ToString());
        Assert.Equal(107, fit.Forecast(3).Mean[0], 1e-9);
        Assert.Equal(112, fit.Forecast(3).Mean[2], 1e-9);
    }

    [Theory]
    [InlineData(1, 1, 0, ArimaConstant.Mean)]
    [InlineData(0, 2, 1, ArimaConstant.Drift)]
    public void A_constant_that_differencing_removes_is_refused(int ar, int d, int ma, ArimaConstant constant) =>
        Assert.Throws<ArgumentException>(
            () => ArimaFit.Of(Waves.RandomWalk(50, seed: 1), new ArimaOrder(ar, d, ma), constant));

    [Fact]
    public void A_constant_series_is_its_mean()
    {
        ArimaFit fit = AutoArima.Select(Waves.Constant(30, 7)).Fit;

        Assert.Equal("ARIMA(0,0,0) with non-zero mean", fit.ToString());
        Assert.Equal(7, fit.Forecast(1).Mean[0], 1e-9);
    }

    [Fact]
    public void A_series_without_any_value_is_refused() =>
        Assert.Throws<ArgumentException>(() => AutoArima.Select([double.NaN, double.NaN]));

    [Fact]
    public void Leading_gaps_change_nothing()
    {
        double[] series = Waves.Returning(60, phi: 0.7, seed: 2);
        var order = new ArimaOrder(1, 0, 1);

        ArimaFit plain = ArimaFit.Of(series, order, ArimaConstant.Mean);
        ArimaFit late = ArimaFit.Of([double.NaN, double.NaN, .. series], order, ArimaConstant.Mean);

        Assert.Equal(plain.LogLikelihood, late.LogLikelihood);
        Assert.Equal(plain.Forecast(4).Mean, late.Forecast(4).Mean);
    }

    [Fact]
    public void Too_few_values_are_refused_with_the_number_that_is_needed()
    {
        var error = Assert.Throws<ArgumentException>(() => ArimaFit.Of([1, 2, double.NaN], new ArimaOrder(2, 1, 1)));

        Assert.Contains("needs at least 5 values, the series has 2", error.Message);
    }

    [Fact]
    public void Intervals_grow_and_contain_the_mean()
    {
        ArimaForecast forecast = ArimaFit.Of(Waves.RandomWalk(200, seed: 1), new ArimaOrder(0, 1, 0)).Forecast(4);

        (double lower, double upper) = forecast.Interval(3, 0.95);

        Assert.Equal(2 * forecast.StandardErrors[0], forecast.StandardErrors[3], 1e-9);
        Assert.Equal(2 * 1.96 * forecast.StandardErrors[3], upper - lower, 0.01 * forecast.StandardErrors[3]);
    }

    [Fact]
    public void Standard_errors_are_those_of_R()
    {
        double[] series = GoldenSeries.Values("lh");

        ArimaFit fit = ArimaFit.Of(series, new ArimaOrder(1, 0, 0), ArimaConstant.Mean);

        // R: arima(lh, order = c(1, 0, 0)) gives ar1 0.5739 (s.e. 0.1161), intercept 2.4133 (s.e. 0.1466).
        Assert.Equal(0.5739, fit.Ar[0], 1e-4);
        Assert.Equal(0.1161, fit.StandardErrors[0], 1e-3);
        Assert.Equal(2.4133, fit.ConstantValue, 1e-4);
        Assert.Equal(0.1466, fit.StandardErrors[1], 1e-3);
    }
}
