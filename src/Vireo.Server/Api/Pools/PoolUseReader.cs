using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Pools;

/// <summary>Adds up what pools use, once for each published state: what was measured does not change before the
/// next.</summary>
public sealed class PoolUseReader(IFleetView fleets)
{
    private static readonly ImmutableArray<(PoolResource Resource, Metric Metric)> Metrics =
    [
        (PoolResource.Cpu, Metric.CpuUsage), (PoolResource.Memory, Metric.MemoryUsage),
        (PoolResource.Network, Metric.NetworkReceived), (PoolResource.Network, Metric.NetworkSent),
        (PoolResource.Disk, Metric.DiskRead), (PoolResource.Disk, Metric.DiskWritten),
    ];

    private readonly ConcurrentDictionary<ClusterId, Reading> _readings = new();

    /// <summary>The cluster's capacity divided among its pools; of network and disk by what is used now, as that is not
    /// forecast.</summary>
    public PoolDivision Divide(LoopState state)
    {
        Read(state);
        var machines = _readings[state.Fleet.Cluster].Machines;

        return PoolDivision.Of(
            state.Fleet, state.Outlook, state.Policy,
            (machine, resource) => machines.TryGetValue(machine, out double?[]? use) ? use[(int)resource] ?? 0 : 0);
    }

    /// <summary>What each configured pool uses.</summary>
    public IReadOnlyDictionary<ResourcePoolId, PoolUse> Read(LoopState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var cluster = state.Fleet.Cluster;
        if (_readings.TryGetValue(cluster, out var last) && last.State == (state.At, state.Cycle, state.Policy))
        {
            return last.Uses;
        }

        var newest = new NewestMeasurement(fleets, cluster, state.At);
        var machines = new Dictionary<VirtualMachineId, double?[]>();
        var uses = PoolMembers.Below(state.Fleet, state.Policy).ToDictionary(
            pool => pool.Key, pool => Sum(pool.Value.Select(machine => UseOf(machine, machines, newest))));
        _readings[cluster] = new Reading((state.At, state.Cycle, state.Policy), uses, machines);

        return uses;
    }

    // A machine that is in pools within pools is read once.
    private static double?[] UseOf(
        VirtualMachineId machine, Dictionary<VirtualMachineId, double?[]> known, NewestMeasurement newest)
    {
        if (!known.TryGetValue(machine, out double?[]? use))
        {
            use = new double?[Enum.GetValues<PoolResource>().Length];
            foreach (var (resource, metric) in Metrics)
            {
                Add(use, (int)resource, newest.Of(new SeriesKey(EntityId.Of(machine), metric)));
            }

            known[machine] = use;
        }

        return use;
    }

    private static PoolUse Sum(IEnumerable<double?[]> machines)
    {
        double?[] sum = new double?[Enum.GetValues<PoolResource>().Length];
        foreach (double?[] machine in machines)
        {
            for (int resource = 0; resource < sum.Length; resource++)
            {
                Add(sum, resource, machine[resource]);
            }
        }

        return new PoolUse(
            sum[(int)PoolResource.Cpu], sum[(int)PoolResource.Memory], sum[(int)PoolResource.Network], sum[(int)PoolResource.Disk]);
    }

    private static void Add(double?[] sum, int resource, double? amount) =>
        sum[resource] = amount is null ? sum[resource] : (sum[resource] ?? 0) + amount;

    private sealed record Reading(
        (DateTimeOffset At, long Cycle, Policy Policy) State, IReadOnlyDictionary<ResourcePoolId, PoolUse> Uses,
        IReadOnlyDictionary<VirtualMachineId, double?[]> Machines);
}
