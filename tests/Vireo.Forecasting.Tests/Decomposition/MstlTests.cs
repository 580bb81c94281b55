using CsCheck;
using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Tests.Decomposition;

public sealed class MstlTests
{
    [Fact]
    public void A_day_and_a_week_are_told_apart()
    {
        double[] day = Waves.Daily(24 * 35, 24, noise: 0, seed: 1);
        double[] week = Waves.Daily(24 * 35, 168, noise: 0, seed: 1);
        double[] series = [.. day.Zip(week, (a, b) => a + b)];

        MultipleComponents parts = Mstl.Decompose(series, [168, 24]);

        Assert.Equal([24, 168], parts.Periods);
        for (int i = 0; i < series.Length; i++)
        {
            Assert.Equal(day[i] - 50, parts.Seasonals[0][i], 1.0);
            Assert.Equal(week[i] - 50, parts.Seasonals[1][i], 1.0);
        }
    }

    [Fact]
    public void Parts_add_up_to_the_series() =>
        Gen.Double[-1e6, 1e6].Array[3, 80].Sample(series =>
        {
            MultipleComponents parts = Mstl.Decompose(series, [4, 12, 1, 100]);

            for (int i = 0; i < series.Length; i++)
            {
                double sum = parts.Seasonals.Sum(part => part[i]) + parts.Trend[i] + parts.Remainder[i];
                Assert.Equal(series[i], sum, 1e-6);
            }
        });

    [Fact]
    public void A_gap_takes_the_same_phase_of_its_neighbours()
    {
        double[] filled = new double[9];

        Gaps.Fill([double.NaN, 1, 4, 10, double.NaN, 6, 30, 3, double.NaN], 3, filled);

        Assert.Equal([10, 1, 4, 10, 2, 6, 30, 3, 6], filled);
    }

    [Fact]
    public void A_gap_without_a_season_is_a_straight_line()
    {
        double[] filled = new double[6];

        Gaps.Fill([double.NaN, 1, double.NaN, double.NaN, 4, double.NaN], 1, filled);

        Assert.Equal([1, 1, 2, 3, 4, 4], filled);
    }
}
