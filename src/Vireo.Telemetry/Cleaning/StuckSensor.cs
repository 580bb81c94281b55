using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Finds a series that repeats one reading although the thing it measures cannot stand still.</summary>
/// <remarks>Standing still is mostly honest: an idle machine at zero, steady memory, a saturated machine at its
/// ceiling, a reading in whole per cent. So a run is suspicious only for a metric of activity, at a value above zero,
/// and when the readings before it hardly ever repeated and went higher. With nothing before it, only a value finer
/// than two decimals is: coarse readings repeat by nature.</remarks>
public static class StuckSensor
{
    private const int ShortestRun = 12;
    private const int EvidenceNeeded = 24;
    private const double RepeatsThatShowCoarseReadings = 0.02;

    /// <summary>Whether the window ends in a run that cannot be honest.</summary>
    /// <param name="metric">What is measured.</param>
    /// <param name="values">Oldest first; NaN marks a gap and is passed over.</param>
    /// <remarks>O(1) for a series that varies, as only the trailing run is looked at first.</remarks>
    public static bool IsStuck(Metric metric, ReadOnlySpan<double> values)
    {
        if (!MustVary(metric))
        {
            return false;
        }

        double held = double.NaN;
        int run = 0;
        int i = values.Length - 1;
        for (; i >= 0; i--)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            if (run > 0 && values[i] != held)
            {
                break;
            }

            held = values[i];
            run++;
        }

        return run >= ShortestRun && held > 0 && !IsHonest(held, values[..(i + 1)]);
    }

    private static bool IsHonest(double held, ReadOnlySpan<double> before)
    {
        int readings = 0;
        int repeats = 0;
        double previous = double.NaN;
        double highest = double.NegativeInfinity;
        foreach (double value in before)
        {
            if (!double.IsNaN(value))
            {
                readings++;
                repeats += value == previous ? 1 : 0;
                highest = Math.Max(highest, value);
                previous = value;
            }
        }

        if (readings == 0)
        {
            return Math.Abs((held * 100) - Math.Round(held * 100)) <= 1e-9 * Math.Max(1, held * 100);
        }

        return readings < EvidenceNeeded || repeats > RepeatsThatShowCoarseReadings * readings || held >= highest;
    }

    private static bool MustVary(Metric metric) =>
        metric == Metric.CpuUsage || metric == Metric.CpuDemand || metric == Metric.CpuTime
        || metric.Unit == MetricUnit.BytesPerSecond;
}
