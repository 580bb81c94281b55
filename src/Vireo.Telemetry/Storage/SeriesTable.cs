using Vireo.Fleet;

namespace Vireo.Telemetry.Storage;

/// <summary>All series of a store, by key and in order. The owner guards it.</summary>
internal sealed class SeriesTable
{
    private readonly Dictionary<SeriesKey, StoredSeries> byKey = [];
    private StoredSeries[]? inOrder;
    private SeriesKey[]? keys;
    private StoredSeries? first;
    private int nextId = 1;

    public int Count => byKey.Count;

    /// <summary>In the order of their keys.</summary>
    public StoredSeries[] InOrder =>
        inOrder ??= [.. byKey.Values.OrderBy(series => series.Key)];

    /// <summary>In order.</summary>
    public SeriesKey[] Keys => keys ??= [.. InOrder.Select(series => series.Key)];

    public StoredSeries? Find(in SeriesKey key) => byKey.GetValueOrDefault(key);

    /// <summary>Finds or creates the series of the next sample of a round.</summary>
    /// <param name="key">Whose sample.</param>
    /// <param name="previous">The series of the sample before it; null at the start of a round.</param>
    public StoredSeries Follow(in SeriesKey key, StoredSeries? previous)
    {
        var guess = previous is null ? first : previous.Next;
        if (guess is not null && guess.IsKeyedBy(key))
        {
            return guess;
        }

        var series = FindOrAdd(key);
        if (previous is null)
        {
            first = series;
        }
        else
        {
            previous.Next = series;
        }

        return series;
    }

    public StoredSeries FindOrAdd(in SeriesKey key)
    {
        if (!byKey.TryGetValue(key, out var series))
        {
            series = new StoredSeries(nextId, key);
            Add(series);
        }

        return series;
    }

    public void Add(StoredSeries series)
    {
        byKey.Add(series.Key, series);
        Reserve(series.Id);
        (inOrder, keys) = (null, null);
    }

    /// <summary>Keeps a number from being given to a new series.</summary>
    public void Reserve(int id) => nextId = Math.Max(nextId, id + 1);

    public void Remove(IReadOnlyCollection<StoredSeries> removed)
    {
        if (removed.Count == 0)
        {
            return;
        }

        foreach (var series in removed)
        {
            byKey.Remove(series.Key);
        }

        (inOrder, keys, first) = (null, null, null);
        foreach (var series in byKey.Values)
        {
            series.Next = null;
        }
    }
}
