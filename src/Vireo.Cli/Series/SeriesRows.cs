using System.Runtime.InteropServices;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Series;

/// <summary>Collects rows in any order and puts each series on an even grid.</summary>
/// <remarks>A later row of one instant wins. Whole steps are counted in their greatest common distance, times in the most
/// frequent one; values between two grid points go to the nearer one; instants without a row are gaps.</remarks>
internal sealed class SeriesRows(string path) : ISeriesSink
{
    private const double LargestMagnitude = 1e150;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _order = [];
    private readonly SeriesNotes _notes = new();
    private Entry? _last;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> id, bool isDated, long stamp, ReadOnlySpan<byte> text, double value)
    {
        var entry = _last is not null && id.SequenceEqual(_last.Id) ? _last : Find(id);
        _last = entry;
        if (entry.Points.Count > 0 && entry.IsDated != isDated)
        {
            throw new UsageException(
                $"{path}: series '{entry.Id}' has steps and times in its 'ds'. One of the two is expected.");
        }

        if (double.IsInfinity(value) || Math.Abs(value) > LargestMagnitude)
        {
            _notes.Add(SeriesNote.TooLarge, entry.Id);
            value = double.NaN;
        }

        entry.IsDated = isDated;
        entry.Points.Add((stamp, value));
    }

    /// <summary>The series on their grids.</summary>
    /// <exception cref="UsageException">There is none, or one is spread too thinly to be a series.</exception>
    public SeriesFile Finish(IEnumerable<string> notes)
    {
        if (_order.Count == 0)
        {
            throw new UsageException($"{path}: the file holds a header and no rows.");
        }

        var series = new NamedSeries[_order.Count];
        try
        {
            Parallel.For(0, series.Length, i => series[i] = _order[i].Place(path, _notes));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.All(error => error is UsageException))
        {
            throw new UsageException(errors.InnerExceptions.Select(error => error.Message).Min(StringComparer.Ordinal)!, errors);
        }

        return new SeriesFile(series, [.. notes, .. _notes.Sentences()]);
    }

    private Entry Find(ReadOnlySpan<char> id)
    {
        var lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, id, out bool isKnown);
        if (!isKnown)
        {
            entry = new Entry(id.ToString());
            _order.Add(entry);
        }

        return entry!;
    }

    private sealed class Entry(string id)
    {
        public string Id { get; } = id;

        public bool IsDated { get; set; }

        public List<(long Stamp, double Value)> Points { get; private set; } = [];

        // The rows are given up as they are placed: a large file is held once and not twice.
        public NamedSeries Place(string path, SeriesNotes notes)
        {
            var series = SeriesGridder.Place(path, Id, IsDated, Points, notes);
            Points = [];

            return series;
        }
    }
}
