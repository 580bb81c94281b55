using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Adapters.Logs;

/// <summary>Lines that wait to be taken, bounded; safe for use by several threads at once.</summary>
/// <remarks>Beyond the bound the oldest go: the newest say what a flood is about.</remarks>
internal sealed class LineQueue(string name)
{
    /// <summary>Lines kept between two looks.</summary>
    public const int MostLines = 100_000;

    /// <summary>Characters kept of a line.</summary>
    public const int LongestLine = 16_384;

    private readonly Lock _gate = new();
    private readonly Queue<ReceivedLine> _lines = new();
    private long _dropped;
    private long _malformed;
    private long _cut;
    private string? _failure;

    /// <summary>Whether a source that can wait should.</summary>
    public bool IsHalfFull
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count >= MostLines / 2;
            }
        }
    }

    /// <summary>Takes a line in.</summary>
    public void Add(ReceivedLine line)
    {
        lock (_gate)
        {
            bool isLong = line.Text.Length > LongestLine;
            _cut += isLong ? 1 : 0;
            _lines.Enqueue(isLong ? line with { Text = line.Text[..LongestLine] } : line);
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
                _dropped++;
            }
        }
    }

    /// <summary>Counts a line that is not of the format.</summary>
    public void CountMalformed()
    {
        lock (_gate)
        {
            _malformed++;
        }
    }

    /// <summary>Notes what stands against receiving; the newest is told.</summary>
    public void Fail(string failure)
    {
        lock (_gate)
        {
            _failure = failure;
        }
    }

    /// <summary>Hands over all lines.</summary>
    public IReadOnlyList<ReceivedLine> Take()
    {
        lock (_gate)
        {
            ReceivedLine[] taken = [.. _lines];
            _lines.Clear();

            return taken;
        }
    }

    /// <summary>What went wrong since the last time; null when nothing did.</summary>
    public string? TakeTrouble()
    {
        lock (_gate)
        {
            List<string> parts = [];
            Count(parts, ref _dropped, "lines were dropped, as more came than are kept between two looks");
            Count(parts, ref _malformed, "lines are not of the format and name no writer");
            Count(parts, ref _cut, string.Create(CultureInfo.InvariantCulture, $"lines were cut after {LongestLine} characters"));
            if (_failure is { } failure)
            {
                parts.Add(failure);
                _failure = null;
            }

            return parts.Count == 0 ? null : $"Log source '{name}': {string.Join("; ", parts)}.";
        }
    }

    private static void Count(List<string> parts, ref long count, string what)
    {
        if (count > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
            count = 0;
        }
    }
}
