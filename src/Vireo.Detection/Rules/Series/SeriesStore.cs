using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Series;

/// <summary>Series in memory that rules read and write. Not safe for use by several threads at once.</summary>
/// <param name="mostSeries">How many series it takes; more are refused, so that labels that explode cannot fill
/// memory.</param>
public sealed class SeriesStore(int mostSeries)
{
    private readonly Dictionary<LabelSet, MemorySeries> _series = [];
    private readonly Dictionary<string, List<MemorySeries>> _byName = new(StringComparer.Ordinal);
    private readonly List<MemorySeries> _all = [];
    private readonly Dictionary<Selector, (int Known, List<MemorySeries> Series)> _selected = [];

    /// <summary>A store for a million series.</summary>
    public SeriesStore()
        : this(1_000_000)
    {
    }

    /// <summary>Number of series.</summary>
    public int Count => _all.Count;

    /// <summary>Values refused because there are too many series.</summary>
    public long Refused { get; private set; }

    /// <summary>The series with these labels, made when there is none; null when there are too many.</summary>
    public MemorySeries? GetOrAdd(LabelSet labels)
    {
        if (_series.TryGetValue(labels, out MemorySeries? series))
        {
            return series;
        }

        if (_all.Count >= mostSeries)
        {
            Refused++;

            return null;
        }

        series = new MemorySeries(labels);
        _series.Add(labels, series);
        _all.Add(series);
        string name = labels[LabelSet.NameLabel];
        if (!_byName.TryGetValue(name, out List<MemorySeries>? named))
        {
            _byName[name] = named = [];
        }

        named.Add(series);

        return series;
    }

    /// <summary>Appends a value to a series, made when there is none.</summary>
    /// <returns>Whether it was kept.</returns>
    public bool Append(LabelSet labels, long time, double value) => GetOrAdd(labels)?.Append(time, value) ?? false;

    /// <summary>Forgets values older than an instant, and series without any.</summary>
    public void Trim(long before)
    {
        int empty = 0;
        foreach (MemorySeries series in _all)
        {
            series.Trim(before);
            empty += series.Times.Length == 0 ? 1 : 0;
        }

        if (empty > 0)
        {
            RemoveEmpty();
        }
    }

    /// <summary>The series that a selector matches, in the order they came.</summary>
    public IReadOnlyList<MemorySeries> Select(Selector selector)
    {
        if (!_selected.TryGetValue(selector, out (int Known, List<MemorySeries> Series) cached))
        {
            cached = (0, []);
        }

        List<MemorySeries> candidates = selector.Name.Length > 0
            ? _byName.GetValueOrDefault(selector.Name) ?? []
            : _all;
        for (int i = cached.Known; i < candidates.Count; i++)
        {
            if (selector.Matches(candidates[i].Labels))
            {
                cached.Series.Add(candidates[i]);
            }
        }

        _selected[selector] = (candidates.Count, cached.Series);

        return cached.Series;
    }

    private void RemoveEmpty()
    {
        _selected.Clear();
        _byName.Clear();
        foreach (MemorySeries series in _all)
        {
            if (series.Times.Length == 0)
            {
                _series.Remove(series.Labels);
            }
        }

        _all.RemoveAll(series => series.Times.Length == 0);
        foreach (IGrouping<string, MemorySeries> named in _all.GroupBy(series => series.Labels[LabelSet.NameLabel]))
        {
            _byName[named.Key] = [.. named];
        }
    }
}
