using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

public sealed class ConformalWidthsTests
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    [Theory]
    [InlineData(0.6)]
    [InlineData(1)]
    [InlineData(1.7)]
    public void Intervals_that_are_too_narrow_or_too_wide_cover_what_they_say_afterwards(double width)
    {
        float[] outcomes = [.. Waves.Noise(2_000, seed: 1).Select(value => (float)value)];
        float half = (float)(1.2816 * width);
        float[] quantiles = [.. outcomes.SelectMany(_ => new[] { -half, 0f, half })];

        ConformalWidths widths = ConformalWidths.Of(Levels, quantiles, outcomes);

        float[] forecast = [-half, 0, half];
        widths.Apply(forecast, median: 1);
        double covered = Waves.Noise(4_000, seed: 2).Average(value => value >= forecast[0] && value <= forecast[2] ? 1.0 : 0);
        Assert.InRange(covered, 0.78, 0.82);
    }

    [Fact]
    public void The_factor_is_the_order_statistic_of_split_conformal_prediction()
    {
        float[] outcomes = [1, -2, 3, -4, 5, -6, 7, -8, 9];
        float[] quantiles = [.. outcomes.SelectMany(_ => new[] { -4f, 0f, 4f })];

        ConformalWidths widths = ConformalWidths.Of(Levels, quantiles, outcomes);

        // ⌈(9 + 1) · 0.8⌉ = 8: the eighth of the nine distances, 8, in units of 4.
        Assert.Equal([2, 1, 2], widths.Factors.ToArray());
    }

    [Fact]
    public void Too_few_outcomes_change_nothing() =>
        Assert.Equal([1, 1, 1], ConformalWidths.Of(Levels, [-1, 0, 1], [100]).Factors.ToArray());

    [Fact]
    public void Levels_without_a_median_are_refused() =>
        Assert.Throws<ArgumentException>(() => ConformalWidths.Of([0.1, 0.9], [], []));
}
