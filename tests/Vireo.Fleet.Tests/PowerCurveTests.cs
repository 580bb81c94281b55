using CsCheck;

namespace Vireo.Fleet.Tests;

public class PowerCurveTests
{
    private static readonly PowerCurve G5 = new([93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135]);

    [Theory]
    [InlineData(0, 93.7)]
    [InlineData(0.5, 116)]
    [InlineData(0.95, 134)]
    [InlineData(1, 135)]
    [InlineData(-1, 93.7)]
    [InlineData(7, 135)]
    public void Power_is_linear_between_the_points_and_clamped_outside(double cpuRatio, double watts) =>
        Assert.Equal(watts, G5.At(cpuRatio).Value, precision: 9);

    [Fact]
    public void Power_never_falls_when_load_rises_on_a_rising_curve() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Sample((a, b) =>
            G5.At(Math.Min(a, b)).Value <= G5.At(Math.Max(a, b)).Value + 1e-9);
}
