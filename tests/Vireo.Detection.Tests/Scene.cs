using System.Collections.Immutable;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Exhaustion;
using Vireo.Fleet;

namespace Vireo.Detection.Tests;

/// <summary>A fleet that is looked at again and again, with the watcher's memory.</summary>
internal sealed class Scene
{
    public const double CpuCapacity = 1_000;
    public const long MemoryCapacity = 1_000_000;
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly ClusterId Cluster = new("c");
    private static readonly ProviderId Provider = new("p");

    /// <summary>From the previous look.</summary>
    public WatchState State { get; private set; } = WatchState.Quiet;

    /// <summary>What learns the usual; null when nobody does.</summary>
    public FleetAnomalies? Unusual { get; init; }

    /// <summary>What happened lately.</summary>
    public ImmutableArray<FleetEvent> Events { get; set; } = [];

    /// <summary>What will be full too soon.</summary>
    public ImmutableArray<FillingSeries> Filling { get; set; } = [];

    /// <summary>Pools in force.</summary>
    public ImmutableArray<PoolSetting> Pools { get; set; } = [];

    /// <summary>Everything that ever changed, in order.</summary>
    public List<Incident> Changes { get; } = [];

    public int Looks { get; private set; }

    /// <summary>The instant of the look that comes next.</summary>
    public DateTimeOffset Now => Start + ((Looks + 1) * Step);

    public static Host Host(string id, HostState state = HostState.On, int cores = 8) =>
        new(
            new(id), id, Provider, Cluster, state, IsInMaintenance: false, cores, new(CpuCapacity), new(MemoryCapacity),
            new(1e9), new PowerCurve([100, 200]), "rack", "model");

    public static VirtualMachine Machine(string id, string host, PowerState state = PowerState.On) =>
        new(
            new(id), id, Provider, Cluster, new HostId(host), state, Cores: 4, new(CpuCapacity), new(MemoryCapacity),
            Mobility.Free, Group: null, Pool: null);

    public static SeriesKey OfHost(string id, Metric metric) => new(EntityId.Of(new HostId(id)), metric);

    public static SeriesKey OfMachine(string id, Metric metric) => new(EntityId.Of(new VirtualMachineId(id)), metric);

    /// <summary>Looks at a fleet whose series end now.</summary>
    public WatchResult Look(
        ImmutableArray<ThresholdRule> rules,
        Host[] hosts,
        VirtualMachine[] machines,
        params (SeriesKey Key, double[] Values, DataQuality Quality)[] series)
    {
        Looks++;
        DateTimeOffset now = Start + (Looks * Step);
        var fleet = FleetSnapshot.Create(now, Cluster, hosts, machines, [], []) with { Pools = Pools };
        var window = new FleetSeries(
            now,
            Step,
            series.ToDictionary(
                item => item.Key,
                item => new TimeSeries(item.Key, now - (item.Values.Length * Step), Step, item.Values, item.Quality)));
        WatchSignals signals = WatchSignals.None with
        {
            Unusual = Unusual?.Observe(window) ?? [],
            Events = Events,
            Filling = Filling
        };
        WatchResult result = Watcher.Watch(State, rules, fleet, window, signals);
        State = result.State;
        Changes.AddRange(result.Changed);

        return result;
    }

    /// <summary>Looks at one host whose CPU ratio was so in the last samples.</summary>
    public WatchResult LookAtCpu(params double[] ratios) =>
        Look(
            DefaultRules.All,
            [Host("h")],
            [],
            (OfHost("h", Metric.CpuUsage), [.. ratios.Select(ratio => ratio * CpuCapacity)], DataQuality.Perfect));
}
