namespace Vireo.Simulation;

/// <summary>Which metric a column or file holds, and in which unit, by its name.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Divisor">As in <see cref="TraceSeries"/>.</param>
internal sealed record TraceColumn(WorkloadMetric Metric, double Divisor)
{
    public const string Known =
        "cpu_pct, cpu_pct100, cpu_ratio, mem_used_mib, mem_used_kb, mem_used_bytes, net_rx_kbs, net_tx_kbs, " +
        "disk_read_kbs, disk_write_kbs (or …_bytes for bytes a second), or y for CPU in per cent";

    // CPU beyond this many times the provisioned capacity, or any other value beyond a believable machine, is a
    // mistake.
    private const double AbsurdCpuRatio = 100;
    private const double AbsurdBytes = 1e15;

    /// <summary>A single matrix without a telling name holds CPU in per cent.</summary>
    public static TraceColumn CpuPercent { get; } = new(WorkloadMetric.Cpu, 100);

    public static TraceColumn? Find(string name)
    {
        string key = name.ToLowerInvariant().Replace('.', '_');
        if (key is "y" or "cpu" || key.Contains("cpu_", StringComparison.Ordinal))
        {
            return new TraceColumn(
                WorkloadMetric.Cpu, key.Contains("pct100", StringComparison.Ordinal) ? 10_000
                : key.Contains("ratio", StringComparison.Ordinal) ? 1
                : 100);
        }

        return key.Contains("mem_", StringComparison.Ordinal) ? new TraceColumn(WorkloadMetric.Memory, MemoryUnit(key))
            : key.Contains("net_rx", StringComparison.Ordinal) ? Rate(WorkloadMetric.NetworkReceived, key)
            : key.Contains("net_tx", StringComparison.Ordinal) ? Rate(WorkloadMetric.NetworkSent, key)
            : key.Contains("disk_read", StringComparison.Ordinal) ? Rate(WorkloadMetric.DiskRead, key)
            : key.Contains("disk_write", StringComparison.Ordinal) ? Rate(WorkloadMetric.DiskWritten, key)
            : null;
    }

    /// <summary>A recorded number as it is kept: NaN, and counted, when it cannot be true.</summary>
    public float Keep(double value, ref long ignored)
    {
        if (double.IsNaN(value))
        {
            return float.NaN;
        }

        double most = (Metric == WorkloadMetric.Cpu ? AbsurdCpuRatio : AbsurdBytes) * Divisor;
        if (value >= 0 && value <= most)
        {
            return (float)value;
        }

        ignored++;

        return float.NaN;
    }

    private static TraceColumn Rate(WorkloadMetric metric, string key) =>
        new(metric, key.EndsWith("_bytes", StringComparison.Ordinal) ? 1 : 1.0 / 1024);

    private static double MemoryUnit(string key) =>
        key.EndsWith("_bytes", StringComparison.Ordinal) ? 1
        : key.EndsWith("_kb", StringComparison.Ordinal) || key.EndsWith("_kib", StringComparison.Ordinal) ? 1.0 / 1024
        : 1.0 / (1024 * 1024);
}
