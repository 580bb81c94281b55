namespace Vireo.Cli.Series;

/// <summary>Counts what was mended, so that a file with a million faults is told in a few sentences.</summary>
internal sealed class SeriesNotes
{
    private const int NamesShown = 3;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<SeriesNote, SortedDictionary<string, long>> _counts = [];

    /// <summary>Notes something about a series; safe from any thread.</summary>
    public void Add(SeriesNote note, string id, long times = 1)
    {
        lock (_gate)
        {
            if (!_counts.TryGetValue(note, out var series))
            {
                _counts.Add(note, series = new(StringComparer.Ordinal));
            }

            series[id] = series.GetValueOrDefault(id) + times;
        }
    }

    /// <summary>One sentence a kind, with the names of the first series.</summary>
    public IEnumerable<string> Sentences()
    {
        foreach (var (note, series) in _counts)
        {
            string names = string.Join(", ", series.Keys.Take(NamesShown).Select(name => $"'{name}'"));
            string more = series.Count > NamesShown ? $" and {series.Count - NamesShown} more" : "";
            yield return $"{Words(note, series.Values.Sum())} ({names}{more}).";
        }
    }

    private static string Words(SeriesNote note, long count) => note switch
    {
        SeriesNote.Duplicate => $"{count} rows repeat an instant of their series; the later row counts",
        SeriesNote.Unordered => $"{count} series are not in the order of time; they were sorted",
        SeriesNote.Irregular => $"{count} values do not lie on the even grid of their series; each went to the nearest point",
        SeriesNote.Gap => $"{count} points of the even grid of their series have no row; they count as missing",
        _ => $"{count} values are infinite or beyond 1e150; they count as missing",
    };
}
