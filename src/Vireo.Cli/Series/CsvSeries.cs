using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Vireo.Cli.Terminal;
using Vireo.Simulation;

namespace Vireo.Cli.Series;

/// <summary>Series in long form: CSV, plain or .gz, header <c>unique_id,ds,y</c>; further columns are not read. A name
/// may be quoted (RFC 4180) and then hold commas, but no line end.</summary>
internal static class CsvSeries
{
    private const string Header = "unique_id,ds,y";
    private const int LongestName = 1_024;
    private const long LargestStep = long.MaxValue / 4;

    private static readonly TraceLimits Limits = new() { LineBytes = 1 << 16, FileBytes = 64L << 30 };

    /// <summary>Reads the whole file.</summary>
    /// <returns>What was not as it should be, a sentence each.</returns>
    /// <exception cref="UsageException">Names the line and what was expected there.</exception>
    public static IReadOnlyList<string> Read(string path, ISeriesSink rows)
    {
        try
        {
            using var lines = TraceLines.Open(path, Limits);
            bool isNarrow = RequireHeader(lines);
            while (lines.TryRead(out var line))
            {
                if (!TryAddRow(lines, line, isNarrow, rows))
                {
                    return [$"{path} was cut in line {lines.Line}, which is no whole row: it was left out."];
                }
            }

            return lines.EndsInLine
                ? [$"{path} does not end with a line end: if it was cut, the value in line {lines.Line} may be cut as well."]
                : [];
        }
        catch (TraceFormatException error)
        {
            throw new UsageException(error.Message, error);
        }
    }

    // Whether there are the three columns only: files of others may have more, which are passed over.
    private static bool RequireHeader(TraceLines lines)
    {
        bool isEmpty = !lines.TryRead(out var header);
        string text = isEmpty ? "an empty file" : $"'{Shorten(lines.Text(header))}'";
        string[] names = [.. text.Trim('\'').Split(',').Select(name => name.Trim(' ', '"').ToLowerInvariant())];
        if (string.Join(',', names.Take(3)) != Header)
        {
            throw lines.Error($"the header '{Header}'", text);
        }

        return names.Length == 3;
    }

    // False for what a cut left of the last row.
    private static bool TryAddRow(TraceLines lines, ReadOnlySpan<byte> line, bool isNarrow, ISeriesSink rows)
    {
        var rest = line;
        bool isQuoted = line.StartsWith("\""u8);
        if (isQuoted && lines.EndsInLine && line[1..].IndexOf((byte)'"') < 0)
        {
            return false;
        }

        Span<byte> unquoted = isQuoted ? stackalloc byte[LongestName] : default;
        ReadOnlySpan<byte> id = isQuoted ? unquoted[..QuotedId(lines, ref rest, unquoted)] : default;
        var cells = new TraceCells(lines, rest, (byte)',');
        bool isWhole = (isQuoted || cells.TryNext(out id)) & cells.TryNext(out var stamp) & cells.TryNext(out var value);
        string? fault = !isWhole ? "a row 'unique_id,ds,y'"
            : isNarrow && cells.TryNext(out _) ? "a row of three cells 'unique_id,ds,y', with a point in y and no comma"
            : null;
        if (id.IsEmpty)
        {
            throw lines.Error(
                line.IsEmpty ? "a row 'unique_id,ds,y'" : "a name in unique_id: a series without one could not be told apart",
                $"'{Shorten(lines.Text(line))}'");
        }

        Span<char> name = stackalloc char[LongestName];
        if (id.Length > LongestName || !Encoding.UTF8.TryGetChars(id, name, out int length))
        {
            throw lines.Error($"a name of at most {LongestName} bytes", $"one of {id.Length}");
        }

        double number = double.NaN;
        long at = 0;
        bool isDated = false;
        fault ??= StampFault(lines, stamp, out at, out isDated) ?? ValueFault(value, out number);
        if (fault is null)
        {
            rows.Add(name[..length], isDated, at, stamp, number);
        }
        else if (lines.EndsInLine)
        {
            return false;
        }
        else
        {
            rows.Refuse(name[..length], lines.Error(fault, $"'{Shorten(lines.Text(line))}'").Message);
        }

        return true;
    }

    // RFC 4180: commas count as text between quotes, and a quote is written twice.
    private static int QuotedId(TraceLines lines, ref ReadOnlySpan<byte> line, scoped Span<byte> unquoted)
    {
        int length = 0;
        for (int at = 1; at < line.Length; at++)
        {
            bool isQuote = line[at] == (byte)'"';
            bool isEscaped = isQuote && at + 1 < line.Length && line[at + 1] == (byte)'"';
            if (isQuote && !isEscaped)
            {
                int next = at + 1;
                if (next < line.Length && line[next] != (byte)',')
                {
                    throw lines.Error("a comma after the quoted name", $"'{Shorten(lines.Text(line))}'");
                }

                line = line[Math.Min(next + 1, line.Length)..];

                return length;
            }

            if (length == unquoted.Length)
            {
                throw lines.Error($"a name of at most {LongestName} bytes", "a longer one");
            }

            unquoted[length++] = line[at];
            at += isEscaped ? 1 : 0;
        }

        throw lines.Error("a quote at the end of the name, in the same line", $"'{Shorten(lines.Text(line))}'");
    }

    // What was expected; null when the stamp is one.
    private static string? StampFault(TraceLines lines, ReadOnlySpan<byte> stamp, out long at, out bool isDated)
    {
        isDated = false;
        if (Utf8Parser.TryParse(stamp, out at, out int used) && used == stamp.Length)
        {
            return at is > -LargestStep and < LargestStep ? null : "a step below 2^61";
        }

        isDated = true;
        bool isTime = DateTimeOffset.TryParse(
            lines.Text(stamp), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
        at = instant.UtcTicks;

        return isTime ? null : "ds as an integer step or an ISO-8601 time";
    }

    private static string? ValueFault(ReadOnlySpan<byte> cell, out double value)
    {
        value = double.NaN;
        if (cell.IsEmpty || IsWord(cell, "nan"u8) || IsWord(cell, "na"u8) || IsWord(cell, "null"u8))
        {
            return null;
        }

        if (Utf8Parser.TryParse(cell, out value, out int used) && used == cell.Length)
        {
            return null;
        }

        value = double.PositiveInfinity;

        return IsWord(cell, "inf"u8) || IsWord(cell, "-inf"u8) ? null : "y as a number, or empty when it is missing";
    }

    private static bool IsWord(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(cell, word);

    private static string Shorten(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
