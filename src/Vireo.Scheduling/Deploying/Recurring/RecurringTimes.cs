using System.Collections.Immutable;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>Finds the hours of the day, on all days, workdays or one day of the week, at which something happens again
/// and again.</summary>
/// <remarks>The null model: it happens at any time alike, as often as it did on the whole. A pattern counts when it is
/// regular, has not ended, and the null model would show one like it in any of the hours and days that were looked at
/// with a chance of at most one in a thousand (binomial tail, corrected by Bonferroni).</remarks>
public static class RecurringTimes
{
    private const double MostChance = 0.001;
    private const int SlotsPerDay = 48;
    private const int MostPatterns = 5;
    private const int NewestDays = 3;
    private static readonly TimeSpan Slot = TimeSpan.FromDays(1) / SlotsPerDay;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // Broadest first: what happens on all days is not said seven times.
    private static readonly ImmutableArray<ImmutableArray<DayOfWeek>> DaySets =
    [
        [.. Enum.GetValues<DayOfWeek>()],
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        .. Enum.GetValues<DayOfWeek>().Select(day => ImmutableArray.Create(day)),
    ];

    /// <summary>Finds them, the surest first.</summary>
    /// <param name="happened">When it happened, oldest first.</param>
    /// <param name="served">When it was made ready ahead: such a day says neither yes nor no.</param>
    /// <param name="from">Since when all of it is known.</param>
    /// <param name="until">Until when.</param>
    public static ImmutableArray<RecurringTime> Find(
        IReadOnlyCollection<DateTimeOffset> happened, IReadOnlyCollection<DateTimeOffset> served, DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(served);
        var found = ImmutableArray.CreateBuilder<RecurringTime>();
        var left = happened.Where(at => at >= from && at <= until).Order().ToList();
        double inAnyHour = ChanceOfAnHour(left, until - from);
        while (found.Count < MostPatterns && Surest(left, served, from, until, inAnyHour) is { } next)
        {
            found.Add(next);
            left.RemoveAll(at => next.Hits.Contains(at));
        }

        return found.ToImmutable();
    }

    // Several within one hour are one: a person who asks three times has one need.
    private static double ChanceOfAnHour(List<DateTimeOffset> happened, TimeSpan known)
    {
        int hours = happened.Select(at => at.UtcTicks / Hour.Ticks).Distinct().Count();

        return known > TimeSpan.Zero ? 1 - Math.Exp(-hours / known.TotalHours) : 1;
    }

    private static RecurringTime? Surest(
        List<DateTimeOffset> happened, IReadOnlyCollection<DateTimeOffset> served, DateTimeOffset from, DateTimeOffset until, double inAnyHour)
    {
        foreach (var days in DaySets)
        {
            RecurringTime? best = null;
            for (int slot = 0; slot < SlotsPerDay; slot++)
            {
                var candidate = Look(happened, served, days, slot * Slot, from, until, inAnyHour);
                best = candidate is not null && (best is null || candidate.Chance < best.Chance) ? candidate : best;
            }

            if (best is not null)
            {
                return best;
            }
        }

        return null;
    }

    private static RecurringTime? Look(
        List<DateTimeOffset> happened, IReadOnlyCollection<DateTimeOffset> served, ImmutableArray<DayOfWeek> days, TimeSpan begins,
        DateTimeOffset from, DateTimeOffset until, double inAnyHour)
    {
        List<bool> seen = [];
        List<DateTimeOffset> hits = [];
        for (var day = Midnight(from); day + begins + Hour <= until; day += TimeSpan.FromDays(1))
        {
            var start = day + begins;
            if (start < from || !days.Contains(day.DayOfWeek))
            {
                continue;
            }

            int before = hits.Count;
            hits.AddRange(happened.Where(at => at >= start && at < start + Hour));
            if (hits.Count > before || !served.Any(at => at >= start - Hour && at < start + Hour))
            {
                seen.Add(hits.Count > before);
            }
        }

        return Judge(days, begins, seen, hits, inAnyHour);
    }

    private static RecurringTime? Judge(
        ImmutableArray<DayOfWeek> days, TimeSpan begins, List<bool> seen, List<DateTimeOffset> hits, double inAnyHour)
    {
        int count = seen.Count(one => one);
        bool isRegular = days.Length == 1 ? count >= 3 && count >= 0.8 * seen.Count : count >= 5 && count >= 0.75 * seen.Count;
        bool goesOn = seen.TakeLast(NewestDays).Count(one => one) >= NewestDays - 1;
        if (!isRegular || !goesOn)
        {
            return null;
        }

        double chance = Math.Min(1, DaySets.Length * SlotsPerDay * AtLeast(count, seen.Count, inAnyHour));
        long earliest = hits.Min(at => (at.UtcDateTime - at.UtcDateTime.Date - begins + TimeSpan.FromDays(1)).Ticks % TimeSpan.TicksPerDay);

        return chance <= MostChance
            ? new RecurringTime(days, begins + TimeSpan.FromTicks(earliest), begins + Hour, count, seen.Count, chance, [.. hits])
            : null;
    }

    // The chance of at least k of n, each with chance p.
    private static double AtLeast(int k, int n, double p)
    {
        double sum = 0;
        double term = Math.Pow(1 - p, n);
        for (int i = 0; i <= n; i++)
        {
            sum += i >= k ? term : 0;
            term *= (n - i) / (i + 1.0) * (p / (1 - p));
        }

        return p >= 1 ? 1 : Math.Min(1, sum);
    }

    private static DateTimeOffset Midnight(DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);
}
