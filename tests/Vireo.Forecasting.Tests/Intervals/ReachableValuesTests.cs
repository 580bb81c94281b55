using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

public sealed class ReachableValuesTests
{
    [Fact]
    public void Bounds_end_three_ranges_beyond_what_was_and_what_is_forecast()
    {
        double[] lower = [-1e15, -5, 2];
        double[] upper = [1e15, 5, 1e15];

        ReachableValues.After([0, double.NaN, 10]).Limit([5, 5, 100], [lower, upper]);

        Assert.Equal([-30, -5, 2], lower);
        Assert.Equal(10 + 30, upper[0]);
        Assert.Equal(5, upper[1]);
        Assert.Equal(100 + (30 * Math.Sqrt(3 / 2.0)), upper[2], 1e-9);
    }

    [Fact]
    public void What_never_moved_and_what_is_not_there_limit_nothing()
    {
        double[] upper = [1e15];
        ReachableValues.After([7, 7]).Limit([7], [upper]);
        ReachableValues.After([double.NaN]).Limit([7], [upper]);

        Assert.Equal(1e15, upper[0]);
    }

    [Fact]
    public void A_jump_in_the_last_values_does_not_make_the_trees_of_a_fleet_bound_it_by_anything()
    {
        double[][] series =
        [
            .. Enumerable.Range(0, 12).Select(seed => (double[])
            [
                .. Waves.Noise(240, seed).Select((value, t) => (10 + value) * (t >= 240 - seed ? 100 : 1)),
            ]),
        ];

        var results = SeriesBatch.Run(
            series, new(30, [24], ModelNames.Boosting, [0.8, 0.95]), null, TestContext.Current.CancellationToken);

        Assert.All(results.Zip(series), pair =>
        {
            double most = 5 * Math.Max(pair.Second.Max(), pair.First!.Mean.Max());
            Assert.All(pair.First.Upper[1], bound => Assert.InRange(bound, 0, most));
        });
    }
}
