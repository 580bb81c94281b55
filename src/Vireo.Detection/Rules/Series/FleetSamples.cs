using Vireo.Fleet;

namespace Vireo.Detection.Rules.Series;

/// <summary>Puts the newest measurements of a fleet, and what its hosts and machines can give, into the series of
/// rules.</summary>
/// <remarks>Names are <c>vireo_host_…</c> and <c>vireo_vm_…</c> with the metric and its unit:
/// <c>vireo_vm_cpu_usage_mhz</c>. Labels: <c>cluster</c>, <c>host</c>, <c>vm</c>, <c>pool</c>. Labels are built anew
/// only when a machine moves.</remarks>
public sealed class FleetSamples(SeriesStore store)
{
    private readonly Dictionary<(EntityId Entity, string Name), (string Host, LabelSet Labels)> _labels = [];

    /// <summary>Appends one look at the fleet.</summary>
    /// <param name="fleet">The inventory.</param>
    /// <param name="series">A window of clean series that ends now.</param>
    public void Append(FleetSnapshot fleet, FleetSeries series)
    {
        long now = series.AsOf.ToUnixTimeMilliseconds();
        foreach (Host host in fleet.Hosts)
        {
            EntityId entity = EntityId.Of(host.Id);
            (string, string)[] labels = [("cluster", host.Cluster.Value), ("host", host.Id.Value)];
            Put(entity, "vireo_host_up", "", labels, now, host.State == HostState.On ? 1 : 0);
            Put(entity, "vireo_host_cpu_capacity_mhz", "", labels, now, host.CpuCapacity.Value);
            Put(entity, "vireo_host_mem_capacity_bytes", "", labels, now, host.MemoryCapacity.Value);
            PutMetrics(entity, "vireo_host", "", labels, now, series);
        }

        foreach (VirtualMachine machine in fleet.VirtualMachines)
        {
            EntityId entity = EntityId.Of(machine.Id);
            string host = machine.Host?.Value ?? "";
            (string, string)[] labels =
            [
                ("cluster", machine.Cluster.Value), ("vm", machine.Id.Value), ("host", host), ("pool",
                    machine.Pool?.Value ?? ""),
            ];
            Put(entity, "vireo_vm_cpu_capacity_mhz", host, labels, now, machine.CpuCapacity.Value);
            Put(entity, "vireo_vm_mem_capacity_bytes", host, labels, now, machine.Memory.Value);
            PutMetrics(entity, "vireo_vm", host, labels, now, series);
        }
    }

    private void PutMetrics(
        EntityId entity, string prefix, string host, (string, string)[] labels, long now, FleetSeries series)
    {
        foreach (Metric metric in Metric.All)
        {
            if (series.Find(entity, metric) is { Values.Length: > 0 } one && !double.IsNaN(one.Values.Span[^1]))
            {
                Put(entity, NameOf(prefix, metric), host, labels, now, one.Values.Span[^1]);
            }
        }
    }

    // A machine that moved goes on as another series; what it was called before ends at once.
    private void Put(EntityId entity, string name, string host, (string Name, string Value)[] labels, long now,
        double value)
    {
        bool isKnown = _labels.TryGetValue((entity, name), out (string Host, LabelSet Labels) known);
        if (!isKnown || known.Host != host)
        {
            if (isKnown)
            {
                store.Append(known.Labels, now, StaleMarker.Value);
            }

            known = (host, LabelSet.Of(labels
                .Append((Name: LabelSet.NameLabel, Value: name))
                .Select(label => KeyValuePair.Create(label.Name, label.Value))));
            _labels[(entity, name)] = known;
        }

        store.Append(known.Labels, now, value);
    }

    private static string NameOf(string prefix, Metric metric)
    {
        string unit = metric.Unit switch
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

        return $"{prefix}_{metric.Name.Replace('.', '_')}{unit}";
    }
}
