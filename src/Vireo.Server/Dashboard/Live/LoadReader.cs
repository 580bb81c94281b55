using System.Collections.Concurrent;
using System.Collections.Frozen;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Hosting;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Dashboard.Live;

/// <summary>Reads what every host and machine used last, once for all browsers, and no more often than pays: reading
/// may take a twentieth of one core, so a fleet that takes a second to read is read every twenty.</summary>
public sealed class LoadReader(IFleetView fleets, TimeProvider time)
{
    private const int CostFactor = 20;
    private const int StepsBack = 4;

    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ClusterId, Reading> _readings = new();

    /// <summary>The load at the time of a publication, or a few seconds older.</summary>
    public FleetLoad Read(LoopState state)
    {
        var cluster = state.Fleet.Cluster;
        if (_readings.TryGetValue(cluster, out var last) && time.GetElapsedTime(last.EndedAt) < last.KeepFor)
        {
            return last.Load;
        }

        long startedAt = time.GetTimestamp();
        var load = ReadAll(cluster, state);
        var cost = time.GetElapsedTime(startedAt);
        var keepFor = cost * CostFactor > LeastAge ? cost * CostFactor : LeastAge;
        _readings[cluster] = new Reading(load, time.GetTimestamp(), keepFor);

        return load;
    }

    private FleetLoad ReadAll(ClusterId cluster, LoopState state)
    {
        var window = new Window(fleets, cluster, state.At, fleets.ForecastOptions(cluster).Step);
        var machines = state.Fleet.VirtualMachines.ToDictionary(machine => machine.Id, window.Of);
        var byHost = state.Fleet.VirtualMachines.ToLookup(machine => machine.Host, machine => machines[machine.Id]);
        var all = new Dictionary<EntityId, EntityLoad>();
        foreach (var host in state.Fleet.Hosts)
        {
            all[EntityId.Of(host.Id)] = window.Of(host, byHost[host.Id]);
        }

        foreach (var (id, load) in machines)
        {
            all[EntityId.Of(id)] = load;
        }

        return new FleetLoad(all.ToFrozenDictionary());
    }

    private sealed record Reading(FleetLoad Load, long EndedAt, TimeSpan KeepFor);

    private sealed record Window(IFleetView Fleets, ClusterId Cluster, DateTimeOffset Now, TimeSpan Step)
    {
        public EntityLoad Of(VirtualMachine machine)
        {
            var entity = EntityId.Of(machine.Id);
            double? mhz = Last(entity, Metric.CpuUsage);

            return new EntityLoad(
                mhz, Share(mhz, machine.CpuCapacity.Value), Share(Last(entity, Metric.MemoryUsage), machine.Memory.Value), null);
        }

        // Hypervisors that do not measure hosts still measure guests; together they are the host, less its own
        // overhead.
        public EntityLoad Of(Host host, IEnumerable<EntityLoad> guests)
        {
            var entity = EntityId.Of(host.Id);
            double? mhz = Last(entity, Metric.CpuUsage) ?? SumOrUnknown(guests.Select(guest => guest.CpuMhz));

            return new EntityLoad(
                mhz,
                Share(mhz, host.CpuCapacity.Value),
                Share(Last(entity, Metric.MemoryUsage), host.MemoryCapacity.Value),
                Last(entity, Metric.PowerDraw));
        }

        private static double? SumOrUnknown(IEnumerable<double?> amounts) =>
            amounts.ToList() is var all && all.Exists(amount => amount is not null) ? all.Sum() : null;

        private static double? Share(double? amount, double capacity) => capacity > 0 ? amount / capacity : null;

        private double? Last(EntityId entity, Metric metric)
        {
            var series = Fleets.Read(Cluster, new SeriesKey(entity, metric), Now - (Step * StepsBack), Now, Step);
            var values = series is null ? default : series.Values.Span;
            for (int i = values.Length - 1; i >= 0; i--)
            {
                if (double.IsFinite(values[i]))
                {
                    return values[i];
                }
            }

            return null;
        }
    }
}
