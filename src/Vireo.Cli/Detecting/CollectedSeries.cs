using Vireo.Cli.Series;

namespace Vireo.Cli.Detecting;

/// <summary>The rows of one series.</summary>
internal sealed class CollectedSeries(string id) : IReadSeries
{
    private const int GapsLookedAt = 1_000;

    /// <inheritdoc/>
    public string Id { get; } = id;

    /// <inheritdoc/>
    public bool IsDated { get; set; }

    /// <inheritdoc/>
    public bool IsEmpty => Rows.Count == 0;

    /// <summary>In the order of the file.</summary>
    public List<CollectedRow> Rows { get; } = [];

    /// <summary>In the order of time; rows of one instant in the order of the file.</summary>
    /// <param name="wasSorted">Whether that is another order.</param>
    public CollectedRow[] InTime(out bool wasSorted)
    {
        wasSorted = false;
        for (int i = 1; i < Rows.Count && !wasSorted; i++)
        {
            wasSorted = Rows[i].Stamp.Value < Rows[i - 1].Stamp.Value;
        }

        return wasSorted ? [.. Rows.OrderBy(row => row.Stamp.Value)] : [.. Rows];
    }

    /// <summary>The usual distance of two instants, judged by the first ones; five minutes where they do not
    /// say.</summary>
    public static TimeSpan StepOf(IReadOnlyList<DateTime> instants)
    {
        var counts = new SortedDictionary<long, int>();
        for (int i = 1; i < Math.Min(instants.Count, GapsLookedAt); i++)
        {
            long gap = (instants[i] - instants[i - 1]).Ticks;
            if (gap > 0)
            {
                counts[gap] = counts.GetValueOrDefault(gap) + 1;
            }
        }

        return counts.Count == 0 ? TimeSpan.FromMinutes(5) : TimeSpan.FromTicks(counts.MaxBy(pair => pair.Value).Key);
    }
}
