using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>How much machines waited for CPU, from what was measured of them.</summary>
internal static class Waiting
{
    // Share of the time from which it is noticed.
    private const double Noticeable = 0.05;

    /// <summary>Share of the readings in which one waited noticeably, 0 to 1; 0 without readings.</summary>
    public static double Share(IEnumerable<Measurement> readings, HashSet<EntityId> machines) =>
        Ready(readings, machines).Select(one => one.Value > Noticeable ? 1.0 : 0).DefaultIfEmpty(0).Average();

    /// <summary>The longest time for which some machine of several waited without a break.</summary>
    public static TimeSpan Longest(IEnumerable<Measurement> readings, HashSet<EntityId> machines, TimeSpan interval)
    {
        int longest = 0;
        int run = 0;
        foreach (var instant in Ready(readings, machines).GroupBy(one => one.At).OrderBy(instant => instant.Key))
        {
            run = instant.Any(one => one.Value > Noticeable) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest * interval;
    }

    private static IEnumerable<Measurement> Ready(IEnumerable<Measurement> readings, HashSet<EntityId> machines) =>
        readings.Where(one => one.Series.Metric == Metric.CpuReady && machines.Contains(one.Series.Entity));
}
