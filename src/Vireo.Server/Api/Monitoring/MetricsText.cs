using System.Diagnostics;
using System.Text;
using Vireo.Control;
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
        WriteClusters(text);

        return text.ToString();
    }

    // All series of one name stand together, whatever cluster they are of.
    private void WriteClusters(StringBuilder text)
    {
        var figures = fleets.Clusters.SelectMany(cluster => LoopFigures.Of(fleets.StateOf(cluster)));
        foreach (var family in figures.GroupBy(figure => figure.Name))
        {
            MetricFamily.Begin(text, family.Key, "gauge", family.First().Help);
            foreach (var figure in family)
            {
                MetricFamily.Sample(text, figure.Name, figure.Value, figure.Labels.AsSpan());
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
