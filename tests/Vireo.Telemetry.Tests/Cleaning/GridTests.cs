using CsCheck;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Tests.Cleaning;

public sealed class GridTests
{
    [Fact]
    public void Each_point_is_the_mean_of_its_samples_whatever_their_spacing() =>
        Gen.Select(Gen.Int[1, 40].Array[0, 60], Gen.Int[1, 30]).Sample((distances, step) =>
        {
            long[] times = new long[distances.Length];
            long at = 0;
            for (int i = 0; i < times.Length; i++)
            {
                times[i] = at += distances[i];
            }

            double[] values = [.. times.Select(time => (double)(time % 17))];
            double[] means = new double[(int)(at / step) + 3];
            int present = Grid.Align(times, values, 0, step, means);

            double[] expected = [.. Enumerable.Range(0, means.Length).Select(point =>
                values.Where((_, i) => times[i] / step == point).DefaultIfEmpty(double.NaN).Average())];

            return expected.SequenceEqual(means) && present == expected.Count(value => !double.IsNaN(value));
        });

    [Theory]
    [InlineData(17, 5, 15)]
    [InlineData(-1, 5, -5)]
    [InlineData(-5, 5, -5)]
    public void Times_are_rounded_down_also_before_the_epoch(long time, long step, long expected) =>
        Assert.Equal(expected, Grid.Floor(time, step));

    [Fact]
    public void Short_gaps_are_filled_and_flagged_and_long_ones_stay()
    {
        double[] values = [double.NaN, 1, double.NaN, 3, double.NaN, double.NaN, double.NaN, 7, double.NaN];
        bool[] isFilled = new bool[values.Length];

        int filled = GapFilling.Fill(values, longestGap: 2, isFilled);

        Assert.Equal(1, filled);
        Assert.Equal([double.NaN, 1, 2, 3, double.NaN, double.NaN, double.NaN, 7, double.NaN], values);
        Assert.Equal(2, Array.IndexOf(isFilled, true));
        Assert.Single(isFilled, flag => flag);
    }
}
