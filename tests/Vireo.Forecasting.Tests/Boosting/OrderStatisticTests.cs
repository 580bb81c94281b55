using CsCheck;
using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting.Tests.Boosting;

public sealed class OrderStatisticTests
{
    [Fact]
    public void A_quantile_is_that_of_the_sorted_values() =>
        Gen.Select(Gen.Float[-10, 10].Array[1, 60], Gen.Double[0, 1]).Sample((values, level) =>
        {
            float[] sorted = [.. values.Order()];
            double position = level * (sorted.Length - 1);
            int lower = (int)position;
            int upper = Math.Min(lower + 1, sorted.Length - 1);
            double expected = sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));

            return Math.Abs(OrderStatistic.Quantile(values, level) - expected) < 1e-4;
        });

    [Fact]
    public void Equal_values_are_their_own_quantile() =>
        Assert.Equal(3, OrderStatistic.Quantile([3, 3, 3, 3, 3], 0.7));

    [Fact]
    public void No_values_have_quantile_zero() => Assert.Equal(0, OrderStatistic.Quantile([], 0.5));
}
