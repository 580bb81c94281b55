namespace Vireo.Cli.Series;

/// <summary>Counts what was mended, so that a file with a million faults is told in a few sentences.</summary>
internal sealed class SeriesNotes
{
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
            yield return $"{Words(note, series.Values.Sum())} ({NameList.Of(series.Keys)}).";
        }
    }

    private static string Words(SeriesNote note, long count) => (note, count) switch
    {
        (SeriesNote.Duplicate, 1) => "1 row repeats an instant of its series; the later row counts",
        (SeriesNote.Duplicate, _) => $"{count} rows repeat an instant of their series; the later row counts",
        (SeriesNote.Unordered, 1) => "1 series is not in the order of time; it was sorted",
        (SeriesNote.Unordered, _) => $"{count} series are not in the order of time; they were sorted",
        (SeriesNote.Irregular, 1) =>
            "1 value does not lie on the even grid of its series; it went to the nearest point",
        (SeriesNote.Irregular, _) =>
            $"{count} values do not lie on the even grid of their series; each went to the nearest point",
        (SeriesNote.Shared, 1) => "1 value shares its point of the grid with another; their mean counts",
        (SeriesNote.Shared, _) => $"{count} values share their point of the grid with others; their mean counts",
        (SeriesNote.Gap, 1) => "1 point of the even grid of its series has no row; it counts as missing",
        (SeriesNote.Gap, _) => $"{count} points of the even grid of their series have no row; they count as missing",
        (_, 1) => "1 value is infinite or not within ±1e150, so nothing can be computed with it; it counts as missing",
        _ => $"{count} values are infinite or not within ±1e150, so nothing can be computed with them; they count as missing",
    };
}
