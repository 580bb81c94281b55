using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Matrices: a file a metric, a row a machine, a column every five minutes.</summary>
internal static class MatrixTrace
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    public static TraceSet Read(string source, string[] files, string? sizes, TraceLimits limits)
    {
        long ignored = 0;
        List<string>? names = null;
        var series = ImmutableArray.CreateBuilder<TraceSeries>();
        foreach (var (column, file) in OneFileAMetric(files))
        {
            series.Add(ReadMatrix(file, column, limits, ref names, ref ignored));
        }

        var known = sizes is null ? [] : MachineSizes.Read(sizes, limits);
        ImmutableArray<TraceMachine> machines =
        [
            .. names!.Select(name => known.GetValueOrDefault(name) ?? new TraceMachine(name, null, null, null)),
        ];

        return new TraceSet(
            files.Length == 1 ? files[0] : source, machines, Step, Start: null, series.ToImmutable(), ignored);
    }

    /// <summary>CPU first, so that its rows name the machines; of several files of a metric the first by
    /// name.</summary>
    private static IEnumerable<(TraceColumn Column, string File)> OneFileAMetric(string[] files) => files
        .Select(file => (Column: TraceColumn.Find(NameOf(file)) ?? TraceColumn.CpuPercent, File: file))
        .GroupBy(entry => entry.Column.Metric)
        .OrderBy(group => group.Key)
        .Select(group => group.First());

    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];

    private static TraceSeries ReadMatrix(
        string file, TraceColumn column, TraceLimits limits, ref List<string>? names, ref long ignored)
    {
        using var lines = TraceLines.Open(file, limits);
        int samples = ReadHeader(lines, limits);
        bool isFirst = names is null;
        names ??= [];
        var rows = new List<float[]>();
        while (lines.TryRead(out var line))
        {
            if (rows.Count >= limits.Machines || (long)(rows.Count + 1) * samples > limits.Values)
            {
                throw lines.Error($"at most {limits.Machines} machines and {limits.Values} values", "more");
            }

            var cells = new TraceCells(lines, line, (byte)',');
            cells.TryNext(out var name);
            Match(lines, names, isFirst, rows.Count, lines.Text(name));
            rows.Add(ReadRow(lines, ref cells, column, samples, ref ignored));
        }

        if (rows.Count != names.Count)
        {
            throw lines.Error($"{names.Count} machines as in the CPU matrix", $"{rows.Count}");
        }

        return new TraceSeries(column.Metric, column.Divisor, rows);
    }

    private static int ReadHeader(TraceLines lines, TraceLimits limits)
    {
        if (!lines.TryRead(out var header))
        {
            throw lines.Error("a header 'vm,s0,…'", "an empty file");
        }

        int samples = header.Count((byte)',');
        if (samples > limits.Samples)
        {
            throw lines.Error($"at most {limits.Samples} samples", $"{samples}");
        }

        return samples;
    }

    private static void Match(TraceLines lines, List<string> names, bool isFirst, int row, string name)
    {
        if (isFirst)
        {
            names.Add(name);
        }
        else if (row >= names.Count || names[row] != name)
        {
            throw lines.Error(
                row < names.Count ? $"machine '{names[row]}' as in the CPU matrix" : "no more machines", $"'{name}'");
        }
    }

    private static float[] ReadRow(
        TraceLines lines, ref TraceCells cells, TraceColumn column, int samples, ref long ignored)
    {
        float[] row = new float[samples];
        int sample = 0;
        while (cells.TryNext(out var cell))
        {
            if (sample == samples)
            {
                throw lines.Error($"{samples + 1} cells as in the header", "more");
            }

            row[sample++] = column.Keep(cells.Number(cell), ref ignored);
        }

        return sample == samples
            ? row
            : throw lines.Error($"{samples + 1} cells as in the header", $"{sample + 1}");
    }
}
