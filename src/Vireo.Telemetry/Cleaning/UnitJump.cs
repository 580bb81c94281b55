using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Suspects that a provider has changed the unit of a series in the middle of a window.</summary>
/// <remarks>CPU and memory in use do not change a thousandfold from one point to the next, so a step between two points
/// by 1,000, 1,024 or their squares, up or down and within a tenth, is suspected. Rates of traffic do change so and are
/// not looked at, nor are levels so low that an idle machine may truly leave them in one step. The suspicion lasts as
/// long as the step is in the window: means over two units are worthless.</remarks>
public static class UnitJump
{
    private const double SmallestMhz = 100;
    private const double SmallestBytes = 100_000;
    private const double Tolerance = 0.1;

    private static readonly double[] Ratios = [1_000, 1_024, 1_000_000, 1_048_576];

    /// <summary>Whether any two neighbours differ by the ratio of two units.</summary>
    /// <param name="metric">What is measured.</param>
    /// <param name="values">Oldest first; NaN marks a gap and is passed over.</param>
    /// <remarks>O(n), a comparison a point.</remarks>
    public static bool IsSuspected(Metric metric, ReadOnlySpan<double> values)
    {
        if (metric != Metric.CpuUsage && metric != Metric.CpuDemand && metric != Metric.MemoryUsage)
        {
            return false;
        }

        double smallest = metric == Metric.MemoryUsage ? SmallestBytes : SmallestMhz;
        double previous = double.NaN;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                continue;
            }

            double large = Math.Max(previous, value);
            double small = Math.Min(previous, value);
            if (large > 500 * small && small >= smallest && IsRatioOfUnits(large / small))
            {
                return true;
            }

            previous = value;
        }

        return false;
    }

    private static bool IsRatioOfUnits(double ratio)
    {
        foreach (double known in Ratios)
        {
            if (Math.Abs((ratio / known) - 1) <= Tolerance)
            {
                return true;
            }
        }

        return false;
    }
}
