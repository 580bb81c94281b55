using System.Collections.Immutable;
using System.Globalization;

namespace Vireo.Simulation;

/// <summary>Long form: <c>unique_id,ds,…</c>, a row a machine and instant, one column a metric.</summary>
internal static class LongFormTrace
{
    private const long LargestStep = 1_000_000_000_000;

    private static readonly TimeSpan DefaultStep = TimeSpan.FromMinutes(5);

    public static TraceSet Read(string file, TraceLimits limits)
    {
        using var lines = TraceLines.Open(file, limits);
        var columns = ReadHeader(lines);
        var rows = new LongFormRows(columns, limits);
        bool? isDated = null;
        while (lines.TryRead(out var line))
        {
            var cells = new TraceCells(lines, line, (byte)',');
            cells.TryNext(out var name);
            cells.TryNext(out var ds);
            long at = Instant(lines, ds, ref isDated);
            rows.Begin(lines, lines.Text(name), at);
            ReadValues(lines, ref cells, rows);
        }

        return rows.Finish(file, isDated == true, DefaultStep);
    }

    private static ImmutableArray<TraceColumn?> ReadHeader(TraceLines lines)
    {
        lines.TryRead(out var header);
        ImmutableArray<TraceColumn?> columns = [.. lines.Text(header).Split(',').Skip(2).Select(TraceColumn.Find)];

        return columns.Any(column => column?.Metric == WorkloadMetric.Cpu)
            ? columns
            : throw lines.Error($"a CPU column among {TraceColumn.Known}", "none");
    }

    private static void ReadValues(TraceLines lines, ref TraceCells cells, LongFormRows rows)
    {
        while (cells.TryNext(out var cell))
        {
            if (cells.Count - 2 > rows.Columns.Length)
            {
                throw lines.Error($"{rows.Columns.Length + 2} cells as in the header", "more");
            }

            rows.Set(cells.Count - 3, cells.Number(cell));
        }

        if (cells.Count != rows.Columns.Length + 2)
        {
            throw lines.Error($"{rows.Columns.Length + 2} cells as in the header", $"{cells.Count}");
        }
    }

    /// <summary>A step number, or seconds since the Unix epoch.</summary>
    private static long Instant(TraceLines lines, ReadOnlySpan<byte> cell, ref bool? isDated)
    {
        string text = lines.Text(cell);
        bool isNumber = long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long step);
        isDated ??= !isNumber;
        if (isNumber && isDated == false && Math.Abs((double)step) <= LargestStep)
        {
            return step;
        }

        return isDated == true && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at)
            ? at.ToUnixTimeSeconds()
            : throw lines.Error(isDated == true ? "an ISO-8601 time in column 2" : "an integer step in column 2", $"'{text}'");
    }
}
