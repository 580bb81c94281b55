using System.Collections.Immutable;
using Vireo.Forecasting.ColdStart;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Warm;

/// <summary>What known events do to one series: demand is what it would be without them, times a factor.</summary>
/// <param name="calendar">The occurrences that concern it, past and near future.</param>
/// <param name="lifts">By event.</param>
internal sealed class EventEffects(EventCalendar calendar, IReadOnlyDictionary<string, EventLift> lifts)
{
    /// <summary>Changes of a factor that are not worth a new model.</summary>
    private const double Negligible = 0.03;

    /// <summary>Nothing is known to happen.</summary>
    public static EventEffects None { get; } = new(new EventCalendar([]), new Dictionary<string, EventLift>());

    /// <summary>Whether anything changes demand at any time.</summary>
    public bool IsNone => lifts.Count == 0;

    /// <summary>What to multiply demand without events by.</summary>
    public double At(long step) => IsNone ? 1 : calendar.Factor(lifts, step);

    /// <summary>Takes events out of values.</summary>
    /// <param name="values">Replaced in place.</param>
    /// <param name="firstStep">Of the first value.</param>
    public void Remove(Span<double> values, long firstStep)
    {
        for (int i = 0; i < values.Length && !IsNone; i++)
        {
            values[i] /= At(firstStep + i);
        }
    }

    /// <summary>Puts events back into quantiles: the path is multiplied, and the doubt about the factor is added to
    /// that of the series, as independent ones add.</summary>
    /// <param name="quantiles">Level-major.</param>
    /// <param name="levels">Ascending, one of them 0.5.</param>
    /// <param name="firstStep">Of the first of a row.</param>
    /// <param name="ceiling">The most a demand can be.</param>
    public void Apply(Span<float> quantiles, ReadOnlySpan<double> levels, long firstStep, double ceiling)
    {
        int steps = quantiles.Length / levels.Length;
        int middle = Math.Max(0, levels.IndexOf(0.5));
        for (int step = 0; step < steps && !IsNone; step++)
        {
            double factor = At(firstStep + step);
            double doubt = calendar.Doubt(lifts, firstStep + step);
            double median = quantiles[(middle * steps) + step];
            for (int level = 0; level < levels.Length; level++)
            {
                ref float quantile = ref quantiles[(level * steps) + step];
                double own = quantile - median;
                double ofEvent = median * (Math.Exp(doubt * NormalQuantile.Of(levels[level])) - 1);
                double both = Math.CopySign(Math.Sqrt((own * own) + (ofEvent * ofEvent)), levels[level] - 0.5);
                quantile = (float)Math.Clamp(factor * (median + (level == middle ? 0 : both)), 0, ceiling);
            }
        }
    }

    /// <summary>Whether both say nearly the same of a period.</summary>
    public bool ActsLike(EventEffects other, long from, long to)
    {
        foreach (CalendarEvent one in calendar.Events.Concat(other.Events))
        {
            for (long step = Math.Max(from, one.FirstStep); step < Math.Min(to, one.FirstStep + one.Steps); step++)
            {
                if (Math.Abs(Math.Log(At(step) / other.At(step))) > Negligible)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>For people.</summary>
    public ImmutableArray<EventEffect> Describe() =>
    [
        .. lifts.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new EventEffect(pair.Key, pair.Value.Phases.Average(), pair.Value.Occurrences)),
    ];

    private IReadOnlyList<CalendarEvent> Events => calendar.Events;
}
