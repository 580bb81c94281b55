using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Charts;

/// <summary>Turns quantiles into a middle line and bands.</summary>
internal static class ForecastShape
{
    private const double Middle = 0.5;
    private const double SameLevel = 1e-6;

    /// <summary>Adds the median and every interval whose two levels are there, widest first.</summary>
    public static ChartData Add(ChartData chart, DemandForecast forecast, ImmutableArray<double> levels)
    {
        int steps = forecast.Quantiles.Length / levels.Length;
        var bands = new List<ChartBand>();
        for (int level = 0; level < levels.Length && levels[level] < Middle; level++)
        {
            int mirror = Position(levels, 1 - levels[level]);
            if (mirror >= 0)
            {
                int coverage = (int)Math.Round((1 - (2 * levels[level])) * 100);
                bands.Add(new ChartBand(coverage, Row(forecast, level, steps), Row(forecast, mirror, steps)));
            }
        }

        int median = Position(levels, Middle);

        return chart with { Median = median < 0 ? [] : Row(forecast, median, steps), Bands = bands };
    }

    private static int Position(ImmutableArray<double> levels, double wanted)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            if (Math.Abs(levels[i] - wanted) < SameLevel)
            {
                return i;
            }
        }

        return -1;
    }

    private static double[] Row(DemandForecast forecast, int level, int steps)
    {
        double[] row = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            row[step] = forecast.Quantiles[(level * steps) + step];
        }

        return row;
    }
}
