using System.Runtime.InteropServices;
using Vireo.Cli.Terminal;

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
    /// <param name="isDated">Whether its <c>ds</c> is an instant and not a step.</param>
    /// <exception cref="UsageException">The series had the other so far.</exception>
    public T Find(ReadOnlySpan<char> id, bool isDated)
    {
        T series = _last is not null && id.SequenceEqual(_last.Id) ? _last : FindAny(id);
        _last = series;
        if (!series.IsEmpty && series.IsDated != isDated)
        {
            throw new UsageException(
                $"{path}: series '{series.Id}' has steps and times in its 'ds'. One of the two is expected.");
        }

        series.IsDated = isDated;

        return series;
    }

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
