using CsCheck;
using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Tests.Arima;

/// <summary>What must hold for any coefficients and any series.</summary>
public sealed class ArimaPropertyTests
{
    private static readonly Gen<double[]> Series = Gen.Double[-3, 3].Array[20, 70];

    // Two partial autocorrelations inside the unit circle make a stationary pair.
    private static readonly Gen<double[]> Stationary =
        Gen.Select(Gen.Double[-0.9, 0.9], Gen.Double[-0.9, 0.9], (a, b) => new[] { a * (1 - b), b });

    private static readonly ArimaOrder TwoAndTwo = new(2, 0, 2);

    [Fact]
    public void The_likelihood_is_that_of_the_whole_covariance_matrix() =>
        Gen.Select(Stationary, Gen.Double[-1.5, 1.5].Array[2], Series).Sample((ar, ma, series) =>
        {
            double expected = DenseGaussian.LogLikelihood(ar, ma, series, [.. Enumerable.Range(0, series.Length)]);

            return IsClose(expected, At(series, TwoAndTwo, [.. ar, .. ma]).LogLikelihood, 1e-7);
        }, iter: 60);

    [Fact]
    public void With_gaps_the_likelihood_is_that_of_the_observed_values() =>
        Gen.Select(Stationary, Gen.Double[-0.9, 0.9].Array[2], Series, Gen.Int[2, 6]).Sample((ar, ma, series, every) =>
        {
            int[] known = [.. Enumerable.Range(0, series.Length).Where(t => t % every != 1)];
            double expected = DenseGaussian.LogLikelihood(ar, ma, [.. known.Select(t => series[t])], known);
            double[] gappy = [.. series.Select((value, t) => t % every != 1 ? value : double.NaN)];

            return IsClose(expected, At(gappy, TwoAndTwo, [.. ar, .. ma]).LogLikelihood, 1e-6);
        }, iter: 60);

    [Fact]
    public void A_seasonal_model_equals_the_plain_model_of_its_product() =>
        Gen.Select(Gen.Double[-0.9, 0.9].Array[4], Series).Sample((c, series) =>
        {
            ArimaFit seasonal = At(series, new ArimaOrder(1, 0, 1, 1, 0, 1, 4), c);
            double[] product =
            [
                c[0], 0, 0, c[2], -c[0] * c[2],
                c[1], 0, 0, c[3], c[1] * c[3],
            ];

            return IsClose(At(series, new ArimaOrder(5, 0, 5), product).LogLikelihood, seasonal.LogLikelihood, 1e-7);
        }, iter: 100);

    [Fact]
    public void Mirrored_moving_average_roots_change_nothing() =>
        Gen.Select(Gen.Double[1.1, 3], Series).Sample((ma, series) => IsClose(
            At(series, new ArimaOrder(0, 0, 1), [1 / ma]).LogLikelihood,
            At(series, new ArimaOrder(0, 0, 1), [ma]).LogLikelihood, 1e-8));

    [Fact]
    public void Updating_a_state_equals_filtering_the_longer_series() =>
        Gen.Select(Stationary, Gen.Double[-0.8, 0.8].Array[2], Series).Sample((ar, ma, series) =>
        {
            var order = new ArimaOrder(2, 1, 1, 0, 1, 1, 4);
            double[] coefficients = [.. ar, .. ma];
            double[] expected = [.. At(series, order, coefficients).Forecast(9).Mean];
            ArimaState state = At(series[..12], order, coefficients).NewState();
            foreach (double value in series[12..])
            {
                state.Update(value);
            }

            double[] path = new double[9];
            state.Forecast(path);

            return path.Zip(expected).All(pair => IsClose(pair.Second, pair.First, 1e-6));
        });

    [Fact]
    public void Forecasts_scale_and_shift_with_the_series() =>
        Gen.Select(Gen.Double[-3, 3].Array[40, 60], Gen.Double[0.001, 1000], Gen.Double[-100, 100])
            .Sample((series, scale, shift) =>
            {
                double[] moved = Array.ConvertAll(series, value => scale * (value + shift));
                var order = new ArimaOrder(1, 0, 0);
                IReadOnlyList<double> plain = ArimaFit.Of(series, order, ArimaConstant.Mean).Forecast(5).Mean;
                IReadOnlyList<double> other = ArimaFit.Of(moved, order, ArimaConstant.Mean).Forecast(5).Mean;

                return plain.Zip(other)
                    .All(pair => Math.Abs((scale * (pair.First + shift)) - pair.Second) < 1e-3 * scale);
            }, iter: 50);

    private static ArimaFit At(double[] series, ArimaOrder order, double[] coefficients) =>
        ArimaFitter.At(series, order, ArimaMethod.MaximumLikelihood, coefficients);

    private static bool IsClose(double expected, double actual, double tolerance) =>
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
}
