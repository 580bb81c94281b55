using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>PlanetLab folders: a file a machine, CPU in per cent a line, one every five minutes.</summary>
internal static class PlanetLabTrace
{
    public static TraceSet Read(string source, string[] files, TraceLimits limits)
    {
        if (files.Length > limits.Machines)
        {
            throw new TraceFormatException(source, 0, $"at most {limits.Machines} machines", $"{files.Length}");
        }

        long ignored = 0;
        long values = 0;
        var rows = new List<float[]>(files.Length);
        foreach (string file in files)
        {
            rows.Add(ReadMachine(file, limits, ref ignored));
            values += rows[^1].Length;
            if (values > limits.Values)
            {
                throw new TraceFormatException(file, 0, $"at most {limits.Values} values in all", "more");
            }
        }

        ImmutableArray<TraceMachine> machines =
            [.. files.Select(file => new TraceMachine(Path.GetFileName(file), null, null, null))];

        return new TraceSet(
            source, machines, TimeSpan.FromMinutes(5), Start: null,
            [new TraceSeries(WorkloadMetric.Cpu, TraceColumn.CpuPercent.Divisor, rows)], ignored);
    }

    private static float[] ReadMachine(string file, TraceLimits limits, ref long ignored)
    {
        using var lines = TraceLines.Open(file, limits);
        var row = new List<float>(288);
        while (lines.TryRead(out var line))
        {
            var cells = new TraceCells(lines, line, (byte)',');
            cells.TryNext(out var cell);
            row.Add(TraceColumn.CpuPercent.Keep(cells.Number(cell), ref ignored));
            if (row.Count > limits.Samples)
            {
                throw lines.Error($"at most {limits.Samples} samples", "more");
            }
        }

        return [.. row];
    }
}
