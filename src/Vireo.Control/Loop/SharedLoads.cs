using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.ServiceQuality;
using Vireo.Scheduling.Pools;

namespace Vireo.Control;

/// <summary>The load of groups and of tenant pools as series of their own: how many share it must not matter to the
/// forecast, and its quantiles have to know how their loads go together.</summary>
internal static class SharedLoads
{
    private const int Shown = 24;

    /// <summary>Adds the sum over each group's machines, those that have just left included.</summary>
    public static FleetSeries AddTo(FleetSeries series, FleetSnapshot fleet, Policy policy)
    {
        var tenants = TenantsOf(policy);
        if (policy.Groups.IsEmpty && tenants.Count == 0)
        {
            return series;
        }

        var all = new Dictionary<SeriesKey, TimeSeries>(series.Series);
        var members = MembersOf(fleet);
        foreach (var group in policy.Groups)
        {
            Add(all, series, new SeriesKey(EntityId.Of(group.Id), Metric.CpuUsage), members[group.Id].Distinct());
        }

        if (tenants.Count > 0)
        {
            var below = PoolMembers.Below(fleet, policy);
            foreach (var tenant in tenants)
            {
                Add(all, series, new SeriesKey(EntityId.Of(tenant), Metric.CpuUsage), below[tenant]);
                Add(all, series, new SeriesKey(EntityId.Of(tenant), Metric.MemoryUsage), below[tenant]);
            }
        }

        return series with { Series = all };
    }

    /// <summary>The outlook with what groups and tenant pools carried and will have to carry, and how replicas
    /// answer.</summary>
    public static Outlook Look(
        FleetForecaster forecaster, FleetSeries series, FleetSnapshot fleet, Policy policy, Outlook outlook)
    {
        var members = policy.Groups.IsEmpty ? null : MembersOf(fleet);

        return outlook with
        {
            Groups =
            [
                .. policy.Groups.OrderBy(group => group.Id)
                    .Select(group => Look(forecaster, series, group, members![group.Id], outlook.Steps)).OfType<GroupOutlook>(),
            ],
            Pools =
            [
                .. TenantsOf(policy).Select(tenant =>
                    forecaster.Forecast(new SeriesKey(EntityId.Of(tenant), Metric.CpuUsage), outlook.Steps) is { } cpu
                        ? new PoolOutlook(tenant, cpu, forecaster.Forecast(
                            new SeriesKey(EntityId.Of(tenant), Metric.MemoryUsage), outlook.Steps))
                        : null).OfType<PoolOutlook>(),
            ],
        };
    }

    private static List<ResourcePoolId> TenantsOf(Policy policy) =>
        [.. policy.Pools.Where(pool => pool.Kind == PoolKind.Tenant).Select(pool => pool.Id).Distinct().Order()];

    private static void Add(
        Dictionary<SeriesKey, TimeSeries> all, FleetSeries series, SeriesKey key, IEnumerable<VirtualMachineId> members)
    {
        if (Sum(key, [.. members.Select(id => series.Find(EntityId.Of(id), key.Metric)).OfType<TimeSeries>()]) is { } sum)
        {
            all[key] = sum;
        }
    }

    private static GroupOutlook? Look(
        FleetForecaster forecaster, FleetSeries series, VmGroup group, IEnumerable<VirtualMachineId> members, int steps)
    {
        var key = new SeriesKey(EntityId.Of(group.Id), Metric.CpuUsage);

        return series.Series.GetValueOrDefault(key) is { } load && forecaster.Forecast(key, steps) is { } demand
            ? new GroupOutlook(
                group.Id, [.. Newest(load).Select(value => double.IsNaN(value) ? -1 : (float)value)], demand)
            {
                Service = ServiceOf(group, forecaster),
                Measures = GroupMeasures.Of(series, group, members, Shown),
                Replicas = group.ResponseTime is null ? [] : ReplicaServices.Of(series, members),
            }
            : null;
    }

    private static ServiceOutlook? ServiceOf(VmGroup group, FleetForecaster forecaster) =>
        group.ResponseTime is { } promised && forecaster.Service(group.Id) is { } level
        && level.ModelOf(QualityMeasure.ResponseTime) is { } model
            ? new ServiceOutlook(
                Math.Round(level.Carries(promised)), Math.Round(model.Error, 4), level.Observations, model.Curve)
            : null;

    private static double[] Newest(TimeSeries load) => load.Values.Span[^Math.Min(Shown, load.Values.Length)..].ToArray();

    private static ILookup<VmGroupId, VirtualMachineId> MembersOf(FleetSnapshot fleet) =>
        fleet.VirtualMachines.Where(machine => machine.Group is not null)
            .Select(machine => (Group: machine.Group!.Value, Machine: machine.Id))
            .Concat(fleet.RecentChanges.Select(change => change.Action).OfType<DeleteVirtualMachine>()
                .Where(delete => delete.Group is not null)
                .Select(delete => (Group: delete.Group!.Value, Machine: delete.VirtualMachine)))
            .ToLookup(pair => pair.Group, pair => pair.Machine);

    // A gap between two values of a machine is a gap of the sum; before its first and after its last value it was not
    // there.
    private static TimeSeries? Sum(SeriesKey key, List<TimeSeries> members)
    {
        if (members.Count == 0)
        {
            return null;
        }

        var first = members.MinBy(series => series.Start)!;
        var end = members.Max(series => series.End);
        double[] sum = new double[(int)((end - first.Start) / first.Step)];
        bool[] isKnown = new bool[sum.Length];
        foreach (var member in members)
        {
            int at = (int)((member.Start - first.Start) / first.Step);
            var values = member.Values.Span;
            int from = values.IndexOfAnyInRange(double.MinValue, double.MaxValue);
            int last = values.LastIndexOfAnyInRange(double.MinValue, double.MaxValue);
            for (int i = Math.Max(0, from); i <= last; i++)
            {
                sum[at + i] += values[i];
                isKnown[at + i] = true;
            }
        }

        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = isKnown[i] ? sum[i] : double.NaN;
        }

        return new TimeSeries(key, first.Start, first.Step, sum, DataQuality.Perfect);
    }
}
