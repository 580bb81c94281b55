using System.Text.Json;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Forecasting.Tests.Evaluation;

public sealed class AccuracyTests
{
    [Fact]
    public void Measures_agree_with_the_golden_values()
    {
        foreach (JsonElement golden in Golden.Measures.GetProperty("scores").EnumerateArray())
        {
            double[] actual = golden.GetProperty("actual").Numbers();
            double[] forecast = golden.GetProperty("forecast").Numbers();
            double[] lower = golden.GetProperty("lo95").Numbers();
            double[] upper = golden.GetProperty("hi95").Numbers();
            JsonElement pinball = golden.GetProperty("pinball");

            double scale = Accuracy.Scale(golden.GetProperty("history").Numbers(), (int)golden.Number("period"));

            AssertClose(golden.Number("mase_scale"), scale);
            AssertClose(golden.Number("smape"), 100 * Accuracy.SymmetricError(actual, forecast));
            AssertClose(golden.Number("mase"), Accuracy.AbsoluteError(actual, forecast) / scale);
            AssertClose(golden.Number("msis95"), Accuracy.IntervalScore(actual, lower, upper, 0.95) / scale);
            AssertClose(golden.Number("coverage95"), Accuracy.Coverage(actual, lower, upper));
            AssertClose(pinball.Number("0.5"), Accuracy.Pinball(actual, forecast, 0.5));
            AssertClose(pinball.Number("0.025"), Accuracy.Pinball(actual, lower, 0.025));
            AssertClose(pinball.Number("0.975"), Accuracy.Pinball(actual, upper, 0.975));
        }
    }

    [Fact]
    public void A_missing_actual_value_is_left_out()
    {
        double error = Accuracy.AbsoluteError([1, double.NaN, 5], [2, 2, 2]);

        Assert.Equal(2, error);
    }

    [Fact]
    public void Zero_against_zero_is_no_error() => Assert.Equal(0, Accuracy.SymmetricError([0, 0], [0, 0]));

    [Fact]
    public void Arrays_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => Accuracy.AbsoluteError([1], [1, 2]));

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));
}
