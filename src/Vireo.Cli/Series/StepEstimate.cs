namespace Vireo.Cli.Series;

/// <summary>Finds the even grid under instants that do not quite keep to it: clocks that jitter, polls that come late, rows
/// that are missing.</summary>
internal static class StepEstimate
{
    /// <summary>Cells for one instant that an exact grid may have; a finer one is of noise.</summary>
    private const int MostCellsEach = 4;

    private const int Phases = 8;

    /// <summary>How far a round step may be from what was found, as a share of it.</summary>
    private const double RoundWithin = 0.1;

    // Gaps beyond this many of the usual are of rows that are missing.
    private const double Missing = 2.5;

    private static readonly long[] RoundDated =
        [TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, 1];

    // Counts may be seconds or milliseconds.
    private static readonly long[] RoundCounted = [60_000, 3_600, 1_000, 60, 10, 1];

    /// <summary>First point and step of the grid.</summary>
    /// <param name="stamps">Instants in order, at least one; equal ones count once.</param>
    /// <param name="isDated">Whether they are ticks; otherwise counts of an unknown unit.</param>
    /// <returns>A step of 0 when all stand on one instant.</returns>
    public static (long First, long Step) Of(IEnumerable<long> stamps, bool isDated)
    {
        long[] distinct = [.. stamps.Distinct()];
        if (distinct.Length == 1)
        {
            return (distinct[0], 0);
        }

        long[] gaps = [.. distinct.Zip(distinct.Skip(1), (one, next) => next - one)];
        long span = distinct[^1] - distinct[0];
        if (!isDated && gaps.Aggregate(GreatestCommonDivisor) is var exact && span / exact <= MostCellsEach * (long)distinct.Length)
        {
            return (distinct[0], exact);
        }

        var (step, count) = MostFrequent(gaps);
        if (2 * count >= gaps.Length)
        {
            return (distinct[0], step);
        }

        step = Usual(gaps, span, isDated ? RoundDated : RoundCounted);

        return (Phase(distinct, step), step);
    }

    /// <summary>The shortest of the most frequent gaps, and how frequent it is.</summary>
    public static (long Gap, int Count) MostFrequent(IEnumerable<long> gaps)
    {
        var counts = new SortedDictionary<long, int>();
        foreach (long gap in gaps)
        {
            counts[gap] = counts.GetValueOrDefault(gap) + 1;
        }

        return counts.Count == 0 ? (0, 0) : counts.MaxBy(pair => pair.Value) is var most ? (most.Key, most.Value) : default;
    }

    // What the instants span over the steps that it takes: noise of single instants cancels out.
    private static long Usual(long[] gaps, long span, long[] roundTo)
    {
        double median = gaps.Order().ElementAt(gaps.Length / 2);
        double core = gaps.Where(gap => gap >= median / 2 && gap <= 1.5 * median).Average();
        double steps = gaps.Length;
        if (!Array.TrueForAll(gaps, gap => gap <= Missing * core))
        {
            // The short ones say how long a step is, and so how many a long one holds.
            long[] known = Array.FindAll(gaps, gap => gap <= Missing * core);
            double found = known.Sum() / Math.Max(1, known.Sum(gap => Math.Round(gap / core)));
            steps = Math.Max(1, gaps.Sum(gap => Math.Round(gap / (gap <= Missing * core ? core : found))));
        }

        double step = span / steps;
        foreach (long unit in roundTo)
        {
            double round = Math.Round(step / unit) * unit;

            // It must not drift by more than a step on the whole.
            if (round > 0 && Math.Abs(round - step) <= RoundWithin * step && Math.Abs(round - step) * steps <= step)
            {
                return (long)round;
            }
        }

        return Math.Max(1, (long)step);
    }

    // Where the fewest instants share a point, and there the one that they are the nearest to; the round one if it will do.
    private static long Phase(long[] distinct, long step)
    {
        long first = distinct[0];
        long round = (long)Math.Round(first / (double)step) * step;
        var candidates = Enumerable.Range(0, Phases).Select(part => first + (long)((part - (Phases / 2)) / (double)Phases * step))
            .Prepend(round + (step / 2)).Prepend(round - (step / 2)).Prepend(round)
            .Where(candidate => candidate > first - (step / 2) && candidate <= first + (step / 2));

        return candidates.MinBy(candidate => Cost(distinct, candidate, step));
    }

    private static (int Shared, double Distance) Cost(long[] distinct, long first, long step)
    {
        int shared = 0;
        double distance = 0;
        double before = double.NaN;
        foreach (long stamp in distinct)
        {
            double at = Math.Floor(((stamp - first) / (double)step) + 0.5);
            shared += at == before ? 1 : 0;
            distance += Math.Abs(stamp - first - (at * step));
            before = at;
        }

        // A tenth of a step nearer is no reason for another phase.
        return (shared, Math.Round(10 * distance / distinct.Length / step));
    }

    private static long GreatestCommonDivisor(long one, long other)
    {
        while (other != 0)
        {
            (one, other) = (other, one % other);
        }

        return one;
    }
}
