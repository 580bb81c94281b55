using System.Runtime.InteropServices;
using System.Text;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Detecting;

/// <summary>Keeps the rows of a file as they are: nothing is moved, filled or dropped before it is scored.</summary>
internal sealed class RowCollector(string path) : ISeriesSink
{
    private readonly Dictionary<string, CollectedSeries> _series = new(StringComparer.Ordinal);
    private readonly List<CollectedSeries> _order = [];
    private readonly Dictionary<long, string> _texts = [];
    private CollectedSeries? _last;

    /// <summary>Series in the order of their first rows.</summary>
    public IReadOnlyList<CollectedSeries> Series => _order;

    /// <summary>Rows in all.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> id, bool isDated, long stamp, ReadOnlySpan<byte> text, double value)
    {
        var series = _last is not null && id.SequenceEqual(_last.Id) ? _last : Find(id);
        _last = series;
        if (series.Rows.Count > 0 && series.IsDated != isDated)
        {
            throw new UsageException(
                $"{path}: series '{series.Id}' has steps and times in its 'ds'. One of the two is expected.");
        }

        series.IsDated = isDated;
        series.Rows.Add(new CollectedRow(Count++, new RowStamp(isDated, stamp, TextOf(stamp, text)), value));
    }

    // Machines with many metrics repeat their instants: one text serves them all.
    private string? TextOf(long stamp, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        Span<char> characters = stackalloc char[64];
        if (text.Length <= characters.Length
            && _texts.TryGetValue(stamp, out string? known)
            && Encoding.UTF8.TryGetChars(text, characters, out int length)
            && characters[..length].SequenceEqual(known))
        {
            return known;
        }

        return _texts[stamp] = Encoding.UTF8.GetString(text);
    }

    private CollectedSeries Find(ReadOnlySpan<char> id)
    {
        var lookup = _series.GetAlternateLookup<ReadOnlySpan<char>>();
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, id, out bool isKnown);
        if (!isKnown)
        {
            series = new CollectedSeries(id.ToString());
            _order.Add(series);
        }

        return series!;
    }
}
