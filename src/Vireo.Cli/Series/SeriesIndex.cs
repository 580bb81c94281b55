using System.Runtime.InteropServices;

namespace Vireo.Cli.Series;

/// <summary>Finds the series that a row belongs to; a file usually goes on with the one it was at.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="create">Begins a series by its <c>unique_id</c>.</param>
internal sealed class SeriesIndex<T>(string path, Func<string, T> create)
    where T : class, IReadSeries
{
    private readonly Dictionary<string, T> _series = new(StringComparer.Ordinal);
    private readonly List<T> _order = [];
    private T? _last;

    /// <summary>In the order of their first rows.</summary>
    public IReadOnlyList<T> Order => _order;

    /// <summary>The series of a row.</summary>
    /// <param name="id">Its <c>unique_id</c>.</param>
    public T Find(ReadOnlySpan<char> id)
    {
        T series = _last is not null && id.SequenceEqual(_last.Id) ? _last : FindAny(id);
        _last = series;

        return series;
    }

    /// <summary>Whether a series can hold a stamp: the first decides whether it counts steps or time.</summary>
    public static bool Accepts(T series, bool isDated)
    {
        series.IsDated = series.IsEmpty ? isDated : series.IsDated;

        return series.IsDated == isDated;
    }

    /// <summary>What is wrong with a series that was to hold both.</summary>
    public string MixedStamps(T series) =>
        $"{path}: series '{series.Id}' has steps and times in its 'ds'. One of the two is expected.";

    private T FindAny(ReadOnlySpan<char> id)
    {
        var lookup = _series.GetAlternateLookup<ReadOnlySpan<char>>();
        ref T? series = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, id, out bool isKnown);
        if (!isKnown)
        {
            series = create(id.ToString());
            _order.Add(series);
        }

        return series!;
    }
}
