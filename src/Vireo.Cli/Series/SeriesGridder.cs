using System.Runtime.InteropServices;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Series;

/// <summary>Puts the rows of one series on the even grid that fits them.</summary>
internal static class SeriesGridder
{
    /// <summary>Ten years of five-minute values.</summary>
    private const long MostValues = 1_100_000;

    private const int ShortestMonthDays = 28;

    /// <summary>Sorts, finds the step and fills the grid.</summary>
    /// <exception cref="UsageException">The grid would be longer than any real series.</exception>
    public static NamedSeries Place(
        string path, string id, bool isDated, List<(long Stamp, double Value)> points, SeriesNotes notes)
    {
        Sort(id, points, notes);
        var grid = GridOf(isDated, points);
        long length = Index(grid, points[^1].Stamp, out _) + 1;
        if (length > MostValues)
        {
            throw new UsageException(
                $"{path}: series '{id}' spans {length} steps of its own spacing, more than {MostValues}. " +
                "Split it, or give it on a coarser grid.");
        }

        double[] values = new double[length];
        Array.Fill(values, double.NaN);
        long repeated = 0;
        long irregular = 0;
        long shared = 0;
        long filled = 0;
        long last = -1;
        int known = 0;
        for (int i = 0; i < points.Count; i++)
        {
            if (i + 1 < points.Count && points[i + 1].Stamp == points[i].Stamp)
            {
                repeated++;
                continue;
            }

            long at = Index(grid, points[i].Stamp, out bool isOnGrid);
            bool isShared = at == last;
            known = isShared ? known : 0;
            if (double.IsFinite(points[i].Value))
            {
                known++;
                values[at] = known == 1 ? points[i].Value : values[at] + ((points[i].Value - values[at]) / known);
            }

            filled += isShared ? 0 : 1;
            shared += isShared ? 1 : 0;
            last = at;
            irregular += isOnGrid ? 0 : 1;
        }

        Note(notes, SeriesNote.Duplicate, id, repeated);
        Note(notes, SeriesNote.Irregular, id, irregular);
        Note(notes, SeriesNote.Shared, id, shared);
        Note(notes, SeriesNote.Gap, id, length - filled);

        return new NamedSeries(id, grid, values);
    }

    private static void Note(SeriesNotes notes, SeriesNote note, string id, long count)
    {
        if (count > 0)
        {
            notes.Add(note, id, count);
        }
    }

    private static void Sort(string id, List<(long Stamp, double Value)> points, SeriesNotes notes)
    {
        for (int i = 1; i < points.Count; i++)
        {
            if (points[i].Stamp < points[i - 1].Stamp)
            {
                // Stable, so that of two rows of one instant the later stays the later.
                var sorted = points.OrderBy(point => point.Stamp).ToArray();
                CollectionsMarshal.SetCount(points, 0);
                points.AddRange(sorted);
                notes.Add(SeriesNote.Unordered, id);

                return;
            }
        }
    }

    private static SeriesGrid GridOf(bool isDated, List<(long Stamp, double Value)> points)
    {
        long first = points[0].Stamp;
        if (isDated && StepEstimate.MostFrequent(Gaps(points.Select(point => point.Stamp))).Gap >= ShortestMonthDays * TimeSpan.TicksPerDay
            && points.TrueForAll(point => IntoMonth(point.Stamp) == IntoMonth(first)))
        {
            long months = StepEstimate.MostFrequent(Gaps(points.Select(point => MonthOf(point.Stamp)))).Gap;

            return new SeriesGrid(SeriesClock.Months, MonthOf(first), Math.Max(1, months), IntoMonth(first));
        }

        var (origin, step) = StepEstimate.Of(points.Select(point => point.Stamp), isDated);

        return isDated
            ? new SeriesGrid(SeriesClock.Time, origin, step > 0 ? step : SeriesGrid.DefaultStep.Ticks)
            : new SeriesGrid(SeriesClock.Steps, origin, Math.Max(1, step));
    }

    private static IEnumerable<long> Gaps(IEnumerable<long> stamps) =>
        stamps.Zip(stamps.Skip(1), (one, next) => next - one).Where(gap => gap > 0);

    private static long Index(in SeriesGrid grid, long stamp, out bool isOnGrid)
    {
        long distance = (grid.Clock == SeriesClock.Months ? MonthOf(stamp) : stamp) - grid.First;
        long index = distance / grid.Step;
        long rest = distance - (index * grid.Step);
        isOnGrid = rest == 0;

        return rest >= (grid.Step + 1) / 2 ? index + 1 : index;
    }

    private static long MonthOf(long ticks)
    {
        var at = new DateTime(ticks);

        return (at.Year * 12L) + at.Month - 1;
    }

    private static long IntoMonth(long ticks)
    {
        var at = new DateTime(ticks);

        return ticks - new DateTime(at.Year, at.Month, 1).Ticks;
    }
}
