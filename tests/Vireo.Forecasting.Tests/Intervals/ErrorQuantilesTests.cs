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
    public void The_tail_of_exponential_errors_is_found_with_less_scatter_than_by_order_statistics()
    {
        double truth = Math.Log(1 / 0.025);
        var random = new Random(4);
        (double Tail, double Order)[] squares = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            var quantiles = new ErrorQuantiles(128);
            for (int i = 0; i < 128; i++)
            {
                quantiles.Add((float)-Math.Log(1 - random.NextDouble()));
            }

            double tail = quantiles.Tail(0.975, quantiles.Quantile(0.9)) - truth;
            double order = quantiles.Quantile(0.975) - truth;

            return (tail * tail, order * order);
        })];

        Assert.InRange(squares.Average(one => one.Tail) / squares.Average(one => one.Order), 0, 0.9);
    }

    [Fact]
    public void Tails_mirror_each_other_begin_where_the_body_ends_and_rise_with_the_level() =>
        Gen.Float[-100, 100].Array[1, 60].Sample(errors =>
        {
            var quantiles = new ErrorQuantiles(60);
            var mirrored = new ErrorQuantiles(60);
            Array.ForEach(errors, quantiles.Add);
            Array.ForEach(errors, error => mirrored.Add(-error));
            double[] levels = [.. Enumerable.Range(901, 99).Select(i => i / 1000.0)];
            (double low, double high) = (mirrored.Quantile(0.1), quantiles.Quantile(0.9));
            double[] tail = [high, .. levels.Select(level => quantiles.Tail(level, high))];

            return tail.Zip(tail[1..]).All(pair => pair.First <= pair.Second + 1e-6)
                && levels.All(level => Math.Abs(quantiles.Tail(level, high) + mirrored.Tail(1 - level, low)) < 1e-3);
        });

    [Fact]
    public void Nothing_known_is_NaN() => Assert.Equal(double.NaN, new ErrorQuantiles(8).Quantile(0.5));
}
