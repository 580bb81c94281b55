using Vireo.Cli.Terminal;

namespace Vireo.Cli.Series;

/// <summary>Collects rows in any order and puts each series on an even grid.</summary>
/// <remarks>A later row of one instant wins. Whole steps are counted in their greatest common distance, times in the
/// most frequent one; values between two grid points go to the nearer one; instants without a row are gaps.</remarks>
internal sealed class SeriesRows(string path) : ISeriesSink
{
    private const double LargestMagnitude = 1e150;

    private readonly SeriesIndex<Entry> _entries = new(path, id => new Entry(id));
    private readonly SeriesNotes _notes = new();

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> id, bool isDated, long stamp, ReadOnlySpan<byte> text, double value)
    {
        Entry entry = _entries.Find(id);
        if (!SeriesIndex<Entry>.Accepts(entry, isDated))
        {
            entry.Fault ??= _entries.MixedStamps(entry);

            return;
        }

        if (double.IsInfinity(value) || Math.Abs(value) > LargestMagnitude)
        {
            _notes.Add(SeriesNote.TooLarge, entry.Id);
            value = double.NaN;
        }

        entry.Points.Add((stamp, value));
    }

    /// <inheritdoc/>
    public void Refuse(ReadOnlySpan<char> id, string fault) => _entries.Find(id).Fault ??= fault;

    /// <summary>The series on their grids; those that cannot be series are named and cost the others nothing.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public SeriesFile Finish(IEnumerable<string> notes)
    {
        if (_entries.Order.Count == 0)
        {
            throw new UsageException($"{path}: the file holds a header and no rows.");
        }

        var series = new NamedSeries?[_entries.Order.Count];
        Parallel.For(0, series.Length, i => series[i] = _entries.Order[i].Place(path, _notes));
        string[] faults = [.. _entries.Order.Select(entry => entry.Fault).OfType<string>()];

        return faults.Length < series.Length
            ? new SeriesFile([.. series.OfType<NamedSeries>()], [.. notes, .. _notes.Sentences()], faults)
            : throw new UsageException(faults[0]);
    }

    private sealed class Entry(string id) : IReadSeries
    {
        public string Id { get; } = id;

        public bool IsDated { get; set; }

        public bool IsEmpty => Points.Count == 0;

        public List<(long Stamp, double Value)> Points { get; private set; } = [];

        /// <summary>Why it cannot be a series; null while it can.</summary>
        public string? Fault { get; set; }

        // The rows are given up as they are placed: a large file is held once and not twice.
        public NamedSeries? Place(string path, SeriesNotes notes)
        {
            var points = Points;
            Points = [];
            if (Fault is not null)
            {
                return null;
            }

            try
            {
                return SeriesGridder.Place(path, Id, IsDated, points, notes);
            }
            catch (UsageException error)
            {
                Fault = error.Message;

                return null;
            }
        }
    }
}
