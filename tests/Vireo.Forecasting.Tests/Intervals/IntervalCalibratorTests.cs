using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Tests.Intervals;

/// <summary>Intervals from the errors that were made.</summary>
public sealed class IntervalCalibratorTests
{
    private const int Horizon = 4;

    [Theory]
    [InlineData(1e6)]
    [InlineData(1.7e9)]
    [InlineData(-3.2e10)]
    [InlineData(4e12)]
    public void How_high_a_series_lies_does_not_change_how_wide_its_intervals_are(double level)
    {
        var (low, coverageLow) = Run(0);
        var (high, coverageHigh) = Run(level);

        Assert.InRange(high[^1] / low[^1], 0.95, 1.05);
        Assert.InRange(high[0] / low[0], 0.95, 1.05);
        Assert.InRange(coverageHigh, coverageLow - 0.02, coverageLow + 0.02);
    }

    // Noise around a level, forecast by the level.
    private static (double[] Offsets, double Coverage) Run(double level)
    {
        var random = new Random(7);
        var knots = new HorizonKnots(Horizon);
        var calibrator = new IntervalCalibrator(knots);
        double[] path = [.. knots.Steps.Select(_ => level)];
        for (int step = 0; step < 600; step++)
        {
            calibrator.Settle(level + (8 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
            calibrator.Expect(path, spread: null);
        }

        double[] offsets = new double[Horizon];
        calibrator.Offsets(0.9, offsets);

        return (offsets, calibrator.Coverage);
    }
}
