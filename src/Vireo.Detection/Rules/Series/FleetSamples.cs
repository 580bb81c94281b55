using Vireo.Fleet;

namespace Vireo.Detection.Rules.Series;

/// <summary>Puts the measurements of a fleet, and what its hosts and machines can give, into the series of
/// rules.</summary>
/// <param name="store">Where to.</param>
/// <param name="isRead">Whether any rule reads series of a name; what nobody reads is not put anywhere.</param>
/// <remarks>Names are <c>vireo_host_…</c> and <c>vireo_vm_…</c> with the metric and its unit:
/// <c>vireo_vm_cpu_usage_mhz</c>. Labels: <c>cluster</c>, <c>host</c>, <c>rack</c> of hosts; <c>cluster</c>, <c>vm</c>,
/// <c>host</c>, <c>pool</c>, <c>group</c> of machines. Labels are built anew only when a machine moves.</remarks>
public sealed class FleetSamples(SeriesStore store, Func<string, bool> isRead)
{
    private readonly Names _ofHosts = new("vireo_host", isRead);
    private readonly Names _ofMachines = new("vireo_vm", isRead);
    private readonly Dictionary<(EntityId Entity, string Name), Known> _known = [];
    private DateTimeOffset _seen = DateTimeOffset.MinValue;
    private long _now;
    private int _put;

    /// <summary>Appends one look at the fleet: what was measured since the last one.</summary>
    /// <param name="fleet">The inventory.</param>
    /// <param name="series">A window of clean series that ends now.</param>
    public void Append(FleetSnapshot fleet, FleetSeries series)
    {
        _now = series.AsOf.ToUnixTimeMilliseconds();
        _put = 0;
        foreach (Host host in fleet.Hosts)
        {
            Append(host, series);
        }

        foreach (VirtualMachine machine in fleet.VirtualMachines)
        {
            Append(machine, series);
        }

        _seen = series.AsOf > _seen ? series.AsOf : _seen;
        ForgetDeparted();
    }

    /// <summary>What the series of a metric are called, of hosts and of machines.</summary>
    internal static string[] NamesOf(Metric metric) => [Names.NameOf("vireo_host", metric), Names.NameOf("vireo_vm", metric)];

    /// <summary>What the series of a metric are called, of one kind of object; null where rules see none.</summary>
    internal static string? NameOf(EntityKind kind, Metric metric) => kind switch
    {
        EntityKind.Host => Names.NameOf("vireo_host", metric),
        EntityKind.VirtualMachine => Names.NameOf("vireo_vm", metric),
        _ => null,
    };

    /// <summary>The series that come from the inventory, not from measurements.</summary>
    internal static IEnumerable<string> OfInventory =>
    [
        "vireo_host_up", "vireo_host_cpu_capacity_mhz", "vireo_host_mem_capacity_bytes",
        "vireo_vm_up", "vireo_vm_cpu_capacity_mhz", "vireo_vm_mem_capacity_bytes",
    ];

    private void Append(Host host, FleetSeries series)
    {
        var about = new About(
            EntityId.Of(host.Id), "",
            [("cluster", host.Cluster.Value), ("host", host.Id.Value), ("rack", host.FaultDomain)]);
        Put(about, _ofHosts.Up, _now, host.State == HostState.On ? 1 : 0);
        Put(about, _ofHosts.CpuCapacity, _now, host.CpuCapacity.Value);
        Put(about, _ofHosts.MemoryCapacity, _now, host.MemoryCapacity.Value);
        PutMetrics(about, _ofHosts, series);
    }

    private void Append(VirtualMachine machine, FleetSeries series)
    {
        string host = machine.Host?.Value ?? "";
        var about = new About(
            EntityId.Of(machine.Id), host,
            [
                ("cluster", machine.Cluster.Value), ("vm", machine.Id.Value), ("host", host),
                ("pool", machine.Pool?.Value ?? ""), ("group", machine.Group?.Value ?? ""),
            ]);
        Put(about, _ofMachines.Up, _now, machine.State == PowerState.On ? 1 : 0);
        Put(about, _ofMachines.CpuCapacity, _now, machine.CpuCapacity.Value);
        Put(about, _ofMachines.MemoryCapacity, _now, machine.Memory.Value);
        PutMetrics(about, _ofMachines, series);
    }

    private void PutMetrics(About about, Names names, FleetSeries series)
    {
        foreach ((Metric metric, string name) in names.Metrics)
        {
            if (series.Find(about.Entity, metric) is { } one)
            {
                PutNew(about, name, one);
            }
        }
    }

    // A point counts from the end of the time that it covers.
    private void PutNew(About about, string name, TimeSeries one)
    {
        ReadOnlySpan<double> values = one.Values.Span;
        int first = (int)Math.Clamp(Math.Floor((_seen - one.Start) / one.Step), 0, values.Length);
        for (int i = first; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                Put(about, name, (one.Start + ((i + 1) * one.Step)).ToUnixTimeMilliseconds(), values[i]);
            }
        }
    }

    // A machine that moved goes on as another series; what it was called before ends at once.
    private void Put(About about, string? name, long at, double value)
    {
        if (name is null)
        {
            return;
        }

        if (!_known.TryGetValue((about.Entity, name), out Known? known) || known.Host != about.Host)
        {
            known?.Series?.Append(_now, StaleMarker.Value);
            known = new Known(about.Host, store.GetOrAdd(LabelSet.Of(about.Labels
                .Append((LabelSet.NameLabel, name))
                .Select(label => KeyValuePair.Create(label.Item1, label.Item2)))));
            _known[(about.Entity, name)] = known;
        }

        _put += known.PutAt == _now ? 0 : 1;
        known.PutAt = _now;
        known.Series?.Append(at, value);
    }

    // What was not put for a look has gone; its series is let go with its last value.
    private void ForgetDeparted()
    {
        if (_known.Count <= 2 * _put)
        {
            return;
        }

        foreach (((EntityId, string) key, Known known) in _known)
        {
            if (known.PutAt != _now)
            {
                _known.Remove(key);
            }
        }
    }

    private sealed record About(EntityId Entity, string Host, (string Name, string Value)[] Labels);

    private sealed class Known(string host, MemorySeries? series)
    {
        public string Host { get; } = host;

        public MemorySeries? Series { get; } = series;

        public long PutAt { get; set; } = long.MinValue;
    }

    // Names of what is read; null for the rest.
    private sealed class Names(string prefix, Func<string, bool> isRead)
    {
        public string? Up { get; } = Read($"{prefix}_up", isRead);

        public string? CpuCapacity { get; } = Read($"{prefix}_cpu_capacity_mhz", isRead);

        public string? MemoryCapacity { get; } = Read($"{prefix}_mem_capacity_bytes", isRead);

        public (Metric Metric, string Name)[] Metrics { get; } =
            [.. Metric.All.Select(metric => (metric, NameOf(prefix, metric))).Where(one => isRead(one.Item2))];

        private static string? Read(string name, Func<string, bool> isRead) => isRead(name) ? name : null;

        public static string NameOf(string prefix, Metric metric) =>
            $"{prefix}_{metric.Name.Replace('.', '_')}{UnitOf(metric)}";

        private static string UnitOf(Metric metric) => metric.Unit switch
        {
            MetricUnit.Ratio => "_ratio",
            MetricUnit.Mhz => "_mhz",
            MetricUnit.Bytes => "_bytes",
            MetricUnit.BytesPerSecond => "_bytes_per_second",
            MetricUnit.PerSecond => "_per_second",
            MetricUnit.Seconds => "_seconds",
            MetricUnit.Watts => "_watts",
            _ => "",
        };
    }
}
