using System.Text.Json;
using CsCheck;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

public sealed class ErrorQuantilesTests
{
    [Fact]
    public void Order_statistics_are_those_of_split_conformal_prediction()
    {
        foreach (JsonElement golden in Golden.Measures.GetProperty("splitConformal").EnumerateArray())
        {
            double[] scores = golden.GetProperty("scores").Numbers();
            var quantiles = new ErrorQuantiles(scores.Length);
            Array.ForEach(scores, score => quantiles.Add((float)score));
            foreach (JsonProperty expected in golden.GetProperty("quantiles").EnumerateObject())
            {
                double rank = Math.Ceiling(((scores.Length + 1) * (1 - double.Parse(expected.Name))) - 1e-9);
                if (expected.Value.ValueKind == JsonValueKind.Number)
                {
                    double actual = quantiles.Quantile(rank / (scores.Length + 1));

                    Assert.Equal(expected.Value.GetDouble(), actual, 1e-6);
                }
                else
                {
                    Assert.True(quantiles.Quantile(1 - double.Parse(expected.Name)) > scores.Max());
                }
            }
        }
    }

    [Fact]
    public void Only_the_newest_errors_count() =>
        Gen.Float[-100, 100].Array[1, 200].Sample(errors =>
        {
            const int Capacity = 32;
            var quantiles = new ErrorQuantiles(Capacity);
            Array.ForEach(errors, quantiles.Add);
            float[] newest = [.. errors.TakeLast(Capacity).Order()];

            return Enumerable.Range(0, newest.Length).All(rank =>
                Math.Abs(quantiles.Quantile((rank + 1.0) / (newest.Length + 1)) - newest[rank]) < 1e-3);
        });

    [Fact]
    public void Quantiles_rise_with_the_level() =>
        Gen.Float[-100, 100].Array[1, 60].Sample(errors =>
        {
            var quantiles = new ErrorQuantiles(40);
            Array.ForEach(errors, quantiles.Add);
            double[] levels = [.. Enumerable.Range(1, 199).Select(i => i / 200.0)];
            double[] values = [.. levels.Select(quantiles.Quantile)];

            return values.Zip(values[1..]).All(pair => pair.First <= pair.Second);
        });

    [Fact]
    public void Nothing_known_is_NaN() => Assert.Equal(double.NaN, new ErrorQuantiles(8).Quantile(0.5));
}
