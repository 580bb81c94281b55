using System.Text;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Detecting;

/// <summary>Keeps the rows of a file as they are: nothing is moved, filled or dropped before it is scored.</summary>
internal sealed class RowCollector(string path) : ISeriesSink
{
    private readonly SeriesIndex<CollectedSeries> _series = new(path, id => new CollectedSeries(id));
    private readonly Dictionary<long, string> _texts = [];

    /// <summary>Series in the order of their first rows.</summary>
    public IReadOnlyList<CollectedSeries> Series => _series.Order;

    /// <summary>Rows in all.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> id, bool isDated, long stamp, ReadOnlySpan<byte> text, double value)
    {
        CollectedSeries series = _series.Find(id);
        if (!SeriesIndex<CollectedSeries>.Accepts(series, isDated))
        {
            throw new UsageException(_series.MixedStamps(series));
        }

        series.Rows.Add(new CollectedRow(Count++, new RowStamp(isDated, stamp, TextOf(stamp, text)), value));
    }

    /// <inheritdoc/>
    /// <remarks>A score a row is promised, so every row has to be one.</remarks>
    public void Refuse(ReadOnlySpan<char> id, string fault) => throw new UsageException(fault);

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
}
