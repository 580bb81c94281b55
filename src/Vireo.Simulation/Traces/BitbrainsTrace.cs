using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Bitbrains traces (Grid Workloads Archive, GWA-T-12): a file a machine, semicolons, a row every five
/// minutes.</summary>
internal static class BitbrainsTrace
{
    private static readonly WorkloadMetric[] Metrics = Enum.GetValues<WorkloadMetric>();

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    public static TraceSet Read(string source, string[] files, TraceLimits limits)
    {
        if (files.Length > limits.Machines)
        {
            throw new TraceFormatException(source, 0, $"at most {limits.Machines} machines", $"{files.Length}");
        }

        long ignored = 0;
        var machines = new List<BitbrainsMachine>(files.Length);
        foreach (string file in files)
        {
            machines.Add(BitbrainsMachine.Read(file, limits, ref ignored));
        }

        long first = machines.Min(machine => machine.FirstSlot);
        long samples = machines.Max(machine => machine.LastSlot) - first + 1;
        if (samples > limits.Samples || samples * machines.Count > limits.Values)
        {
            throw new TraceFormatException(
                source, 0, $"at most {limits.Samples} samples a machine and {limits.Values} in all",
                $"{samples} for each of {machines.Count}");
        }

        return new TraceSet(
            source, [.. machines.Select(machine => machine.Size)], Step,
            DateTimeOffset.FromUnixTimeSeconds(first * (long)Step.TotalSeconds), Align(machines, first, (int)samples), ignored);
    }

    private static ImmutableArray<TraceSeries> Align(List<BitbrainsMachine> machines, long first, int samples) =>
    [
        .. Metrics.Select((metric, slot) => new TraceSeries(
            metric,
            BitbrainsMachine.Columns[slot].Divisor,
            [.. machines.Select(machine => machine.Row(slot, first, samples))])),
    ];
}
