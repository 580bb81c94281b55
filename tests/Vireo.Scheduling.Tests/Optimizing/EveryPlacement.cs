using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.Scheduling.Tests.Optimizing;

/// <summary>The cost of every placement of a tiny fleet that keeps memory and the CPU bound, found by trying all.</summary>
internal static class EveryPlacement
{
    /// <summary>Watt-hours, one a placement; staying is among them.</summary>
    public static IEnumerable<double> Of(PlacementProblem problem)
    {
        int least = Math.Min(problem.MinimumOccupied, problem.Current.Distinct().Count());
        int count = (int)Math.Pow(problem.Hosts, problem.Machines);
        for (int number = 0; number < count; number++)
        {
            int[] place = new int[problem.Machines];
            for (int machine = 0, left = number; machine < place.Length; machine++, left /= problem.Hosts)
            {
                place[machine] = left % problem.Hosts;
            }

            var hosts = Enumerable.Range(0, problem.Hosts).ToList();
            if (place.Distinct().Count() >= least && hosts.TrueForAll(host => IsKept(problem, place, host)))
            {
                yield return hosts.Sum(host => Cost(problem, place, host)) +
                    place.Select((host, machine) => host == problem.Current[machine] ? 0 : problem.MoveWattHours[machine]).Sum();
            }
        }
    }

    // A host that receives nothing may stay as full as it is.
    private static bool IsKept(PlacementProblem problem, int[] place, int host)
    {
        int[] on = On(place, host);
        var (median, spread) = Load(problem, on);
        double peak = median.Select((mhz, step) => mhz + Math.Sqrt(spread[step])).Max();

        return on.All(machine => problem.Current[machine] == host) ||
            (on.Sum(machine => problem.MemoryBytes[machine]) <= problem.MemoryCapacity[host] && peak <= problem.CpuLimitMhz[host]);
    }

    private static double Cost(PlacementProblem problem, int[] place, int host)
    {
        int[] on = On(place, host);
        var (median, spread) = Load(problem, on);

        return on.Length == 0
            ? problem.RestWatts[host] * problem.HorizonHours
            : PlacementCost.Of(problem, host, machine: -1, median, spread);
    }

    private static int[] On(int[] place, int host) => [.. Enumerable.Range(0, place.Length).Where(machine => place[machine] == host)];

    private static (double[] Median, double[] Spread) Load(PlacementProblem problem, int[] on)
    {
        double Sum(double[] rows, int step) => on.Sum(machine => rows[(machine * problem.Steps) + step]);

        return (
            [.. Enumerable.Range(0, problem.Steps).Select(step => Sum(problem.MedianMhz, step))],
            [.. Enumerable.Range(0, problem.Steps).Select(step => Sum(problem.SpreadSquared, step))]);
    }
}
