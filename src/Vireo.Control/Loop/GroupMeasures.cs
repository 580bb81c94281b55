using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The metrics by which a group is scaled, as the mean of its replicas.</summary>
internal static class GroupMeasures
{
    /// <summary>Those that the group's rules name, ordered by name.</summary>
    /// <param name="series">What was measured.</param>
    /// <param name="group">Names them.</param>
    /// <param name="members">Its replicas.</param>
    /// <param name="count">How many of the newest steps.</param>
    public static ImmutableArray<GroupMeasure> Of(
        FleetSeries series, VmGroup group, IEnumerable<VirtualMachineId> members, int count)
    {
        ImmutableArray<VirtualMachineId> replicas = [.. members.Distinct()];

        return
        [
            .. group.Rules.OfType<MetricTracking>().Select(rule => rule.Metric).Distinct().Order(StringComparer.Ordinal)
                .Select(Metric.Find).OfType<Metric>()
                .Select(metric => new GroupMeasure(metric.Name, Mean(series, metric, replicas, count))),
        ];
    }

    private static ImmutableArray<float> Mean(
        FleetSeries series, Metric metric, ImmutableArray<VirtualMachineId> replicas, int count)
    {
        double[] sums = new double[count];
        int[] counts = new int[count];
        foreach (var measured in replicas.Select(replica => series.Find(EntityId.Of(replica), metric)).OfType<TimeSeries>())
        {
            int first = (int)((series.AsOf - measured.Start) / measured.Step) - count;
            var values = measured.Values.Span;
            for (int at = Math.Max(0, -first); at < count && first + at < values.Length; at++)
            {
                if (double.IsFinite(values[first + at]))
                {
                    sums[at] += values[first + at];
                    counts[at]++;
                }
            }
        }

        return [.. sums.Select((sum, at) => counts[at] == 0 ? -1 : (float)(sum / counts[at]))];
    }
}
