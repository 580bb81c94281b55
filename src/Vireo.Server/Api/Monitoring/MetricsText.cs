using System.Diagnostics;
using System.Text;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Monitoring;

/// <summary>All figures of this process in the Prometheus text format.</summary>
internal sealed class MetricsText(IFleetView fleets, InstrumentTotals totals, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    public string Write()
    {
        var text = new StringBuilder();
        totals.Write(text);
        WriteProcess(text);
        WriteBuild(text);
        Gauge(text, "vireo_cycle", "Decisions made since the start.", state => state.Cycle);
        Gauge(text, "vireo_last_cycle_seconds", "Real time of the last decision.", state => state.CycleDuration.TotalSeconds);
        Gauge(text, "vireo_paused", "1 while an operator has stopped the cluster.", state => state.IsPaused ? 1 : 0);
        Gauge(text, "vireo_vms", "Virtual machines in the inventory.", state => state.Fleet.VirtualMachines.Length);
        Gauge(text, "vireo_actions_in_flight", "Actions under way.", state => state.Fleet.InFlight.Length);
        Gauge(text, "vireo_incidents_open", "Incidents that last.", state => state.Incidents.Count(one => one.ResolvedAt is null));
        Gauge(text, "vireo_plans_awaiting_approval", "Plans that wait for a person.",
            state => state.Plans.Count(plan => !plan.AwaitingApproval.IsEmpty));
        Gauge(text, "vireo_clock_seconds", "The cluster's clock, as Unix time; virtual where the fleet is simulated.",
            state => state.At.ToUnixTimeMilliseconds() / 1000.0);
        WriteHosts(text);
        WriteProviders(text);

        return text.ToString();
    }

    private void Gauge(StringBuilder text, string name, string help, Func<LoopState, double> value)
    {
        MetricFamily.Begin(text, name, "gauge", help);
        foreach (var cluster in fleets.Clusters)
        {
            MetricFamily.Sample(text, name, value(fleets.StateOf(cluster)), ("cluster", cluster.Value));
        }
    }

    private void WriteHosts(StringBuilder text)
    {
        MetricFamily.Begin(text, "vireo_hosts", "gauge", "Hosts by state.");
        foreach (var cluster in fleets.Clusters)
        {
            var hosts = fleets.StateOf(cluster).Fleet.Hosts;
            foreach (var state in Enum.GetValues<HostState>())
            {
                MetricFamily.Sample(
                    text, "vireo_hosts", hosts.Count(host => host.State == state), ("cluster", cluster.Value), ("state", state.ToString()));
            }
        }
    }

    private void WriteProviders(StringBuilder text)
    {
        MetricFamily.Begin(text, "vireo_provider_up", "gauge", "1 when a provider answered last time.");
        foreach (var cluster in fleets.Clusters)
        {
            foreach (var provider in fleets.StateOf(cluster).Providers)
            {
                MetricFamily.Sample(
                    text, "vireo_provider_up", provider.Error.Length == 0 ? 1 : 0, ("cluster", cluster.Value),
                    ("provider", provider.Provider.Value));
            }
        }
    }

    private void WriteBuild(StringBuilder text)
    {
        MetricFamily.Begin(text, "vireo_build_info", "gauge", "Always 1; the version is a label.");
        MetricFamily.Sample(text, "vireo_build_info", 1, ("version", fleets.CodeVersion));
    }

    private void WriteProcess(StringBuilder text)
    {
        using var process = Process.GetCurrentProcess();
        Single(text, "process_cpu_seconds_total", "counter", "CPU time used.", process.TotalProcessorTime.TotalSeconds);
        Single(text, "process_resident_memory_bytes", "gauge", "Memory in use.", process.WorkingSet64);
        Single(text, "process_threads", "gauge", "Threads.", process.Threads.Count);
        Single(text, "process_uptime_seconds", "gauge", "Since the server was built.", time.GetElapsedTime(_startedAt).TotalSeconds);
        Single(text, "dotnet_gc_heap_bytes", "gauge", "Managed memory.", GC.GetTotalMemory(forceFullCollection: false));
        Single(text, "dotnet_gc_allocated_bytes_total", "counter", "Managed memory ever allocated.", GC.GetTotalAllocatedBytes());
        Single(text, "dotnet_gc_pause_seconds_total", "counter", "Time stopped for garbage collection.", GC.GetTotalPauseDuration().TotalSeconds);
        MetricFamily.Begin(text, "dotnet_gc_collections_total", "counter", "Garbage collections by generation.");
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            MetricFamily.Sample(text, "dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", $"{generation}"));
        }
    }

    private static void Single(StringBuilder text, string name, string type, string help, double value)
    {
        MetricFamily.Begin(text, name, type, help);
        MetricFamily.Sample(text, name, value);
    }
}
