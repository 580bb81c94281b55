using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Forecasting.Warm;

/// <summary>What was learned of the services of all groups.</summary>
/// <remarks>Of each group one replica is observed in each step, in turn. At most one group is fitted anew in a cycle,
/// so that no cycle spikes; after a restart all is learned again from the stored history.</remarks>
internal sealed class ServiceBook(WarmSettings settings)
{
    private const double Gib = 1L << 30;
    private readonly SortedDictionary<VmGroupId, ServiceLearner> _learners = [];

    /// <summary>Takes over which groups there are.</summary>
    public void Know(ImmutableArray<VmGroup> groups)
    {
        HashSet<VmGroupId> present = [.. groups.Select(group => group.Id)];
        foreach (VmGroupId gone in _learners.Keys.Where(group => !present.Contains(group)).ToArray())
        {
            _learners.Remove(gone);
        }

        foreach (VmGroupId group in present)
        {
            _learners.TryAdd(group, new ServiceLearner());
        }
    }

    /// <summary>What is known of a group; null while that is too little.</summary>
    public ServiceLevel? Of(VmGroupId group) => _learners.GetValueOrDefault(group)?.Level;

    /// <summary>Learns the steps of a window that were not seen yet, and fits the group that is most overdue.</summary>
    public void Learn(FleetSeries series, IReadOnlyDictionary<EntityId, VirtualMachine> machines)
    {
        if (_learners.Count == 0)
        {
            return;
        }

        var members = machines.Values.Where(machine => machine.Group is not null).OrderBy(machine => machine.Id)
            .ToLookup(machine => machine.Group!.Value);
        foreach ((VmGroupId group, ServiceLearner learner) in _learners)
        {
            Learn(learner, [.. members[group].Select(machine => ReplicaSeries.Of(machine, series)).OfType<ReplicaSeries>()], series);
        }

        _learners.Values.Where(learner => learner.IsDue(settings.DaySteps)).MaxBy(learner => learner.Age)?.Fit();
    }

    private void Learn(ServiceLearner learner, ReplicaSeries[] replicas, FleetSeries series)
    {
        if (replicas.Length == 0)
        {
            return;
        }

        long end = settings.StepOf(series.AsOf);
        long first = replicas.Min(replica => settings.StepOf(replica.Start));
        for (long step = Math.Max(first, learner.Next); step < end; step++)
        {
            learner.Learn(step, At(replicas, step));
        }
    }

    private ReplicaMoment? At(ReplicaSeries[] replicas, long step)
    {
        DateTimeOffset at = settings.InstantOf(step);
        for (int turn = 0; turn < replicas.Length; turn++)
        {
            if (replicas[(int)((step + turn) % replicas.Length)].At(at) is { } moment)
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>What was measured of one replica.</summary>
    private sealed record ReplicaSeries(
        VirtualMachine Machine, TimeSeries Response, TimeSeries Load, TimeSeries? Ready, TimeSeries? Errors, TimeSeries? Loss)
    {
        public DateTimeOffset Start => Response.Start;

        public static ReplicaSeries? Of(VirtualMachine machine, FleetSeries series)
        {
            var entity = EntityId.Of(machine.Id);
            TimeSeries? response = series.Find(entity, Metric.ResponseTime);
            TimeSeries? load = series.Find(entity, Metric.CpuDemand) ?? series.Find(entity, Metric.CpuUsage);

            return response is null || load is null || machine.Cores <= 0
                ? null
                : new(
                    machine, response, load, series.Find(entity, Metric.CpuReady), series.Find(entity, Metric.ErrorRate),
                    series.Find(entity, Metric.PacketLoss));
        }

        public ReplicaMoment? At(DateTimeOffset at)
        {
            double response = ValueAt(Response, at);
            double load = ValueAt(Load, at);
            double ready = Ready is null ? 0 : ValueAt(Ready, at);
            var conditions = new ServiceConditions(load, ready, Machine.Cores, Machine.Memory.Value / Gib);

            return conditions.IsSound && response >= 0
                ? new(conditions, response, ValueAt(Errors, at), ValueAt(Loss, at))
                : null;
        }

        private static double ValueAt(TimeSeries? series, DateTimeOffset at)
        {
            long index = series is null ? -1 : (at - series.Start).Ticks / series.Step.Ticks;

            return series is not null && at >= series.Start && index < series.Values.Length
                ? series.Values.Span[(int)index]
                : double.NaN;
        }
    }
}
