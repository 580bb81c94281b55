using System.Numerics.Tensors;

namespace Vireo.Forecasting.ColdStart;

/// <summary>Learns from histories what the events of a calendar did.</summary>
/// <remarks>Demand in an event is compared with the same time on the nearest days without one, and where there is no
/// such day with the hour before. The mean logarithm of that ratio is shrunk toward no change by how often the kind was
/// seen, and each phase toward the whole event. How widely that logarithm scatters without an event, at the same time
/// on days nearby, is what it would scatter by anyhow. Series of a fleet may be added one after another: what siblings
/// saw helps a newcomer.</remarks>
public sealed class EventLearner
{
    private const int DaysEachSide = 4;
    private const int StepsBefore = 12;
    private readonly EventCalendar _calendar;
    private readonly int _season;
    private readonly SortedDictionary<string, EventTally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Creates a learner that saw nothing.</summary>
    /// <param name="calendar">The events.</param>
    /// <param name="season">Steps in a day; 1 when the series have no daily season.</param>
    public EventLearner(EventCalendar calendar, int season)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);
        _calendar = calendar;
        _season = season;
    }

    /// <summary>What was learned so far, by kind of event.</summary>
    public IReadOnlyDictionary<string, EventLift> Lifts() =>
        _tallies.ToDictionary(pair => pair.Key, pair => pair.Value.Lift(), StringComparer.Ordinal);

    /// <summary>Learns from one series.</summary>
    /// <param name="history">Evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="firstStep">The step of its first value on the calendar's clock.</param>
    public void Add(ReadOnlySpan<double> history, long firstStep)
    {
        foreach (CalendarEvent one in _calendar.Events)
        {
            long last = one.FirstStep + one.Steps;
            if (one.FirstStep >= firstStep && last <= firstStep + history.Length)
            {
                Add(history, firstStep, one);
            }
        }
    }

    /// <summary>Takes over what another learner saw of the same calendar.</summary>
    public void Add(EventLearner other)
    {
        foreach ((string kind, EventTally tally) in other._tallies)
        {
            TallyOf(kind).Add(tally);
        }
    }

    private void Add(ReadOnlySpan<double> history, long firstStep, CalendarEvent one)
    {
        Span<double> actual = stackalloc double[EventLift.PhaseCount];
        Span<double> usual = stackalloc double[EventLift.PhaseCount];
        int start = (int)(one.FirstStep - firstStep);
        EventTally tally = TallyOf(one.Kind);
        Compare(history, firstStep, start, one.Steps, events: 1, MeanBefore(history, firstStep, start), actual, usual);
        tally.Add(actual, usual);
        for (int day = -DaysEachSide; day <= DaysEachSide && _season > 1; day++)
        {
            long same = start + ((long)day * _season);
            int known = Compare(history, firstStep, same, one.Steps, events: 0, double.NaN, actual, usual);

            // Half a window is enough to compare.
            if (2 * known >= one.Steps)
            {
                tally.AddOrdinary(TensorPrimitives.Sum<double>(actual), TensorPrimitives.Sum<double>(usual));
            }
        }
    }

    // Demand beside what is usual at the same time, in each phase, where so many events were under way; how many steps
    // could be compared.
    private int Compare(
        ReadOnlySpan<double> history, long firstStep, long start, int steps, int events, double otherwise,
        Span<double> actual, Span<double> usual)
    {
        int known = 0;
        actual.Clear();
        usual.Clear();
        for (int i = (int)Math.Max(0, -start); i < Math.Min(steps, history.Length - start); i++)
        {
            int at = (int)(start + i);
            double baseline = Baseline(history, firstStep, at, otherwise);
            bool isKnown = double.IsFinite(history[at]) && double.IsFinite(baseline);
            if (isKnown && _calendar.CountAt(firstStep + at) == events)
            {
                int phase = EventLift.PhaseOf(i, steps);
                actual[phase] += Math.Max(0, history[at]);
                usual[phase] += Math.Max(0, baseline);
                known++;
            }
        }

        return known;
    }

    private EventTally TallyOf(string kind)
    {
        if (!_tallies.TryGetValue(kind, out EventTally? tally))
        {
            _tallies[kind] = tally = new EventTally();
        }

        return tally;
    }

    private double MeanBefore(ReadOnlySpan<double> history, long firstStep, int start)
    {
        double sum = 0;
        int count = 0;
        for (int i = start - 1; i >= 0 && count < StepsBefore; i--)
        {
            if (double.IsFinite(history[i]) && !_calendar.IsEvent(firstStep + i))
            {
                sum += history[i];
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }

    private double Baseline(ReadOnlySpan<double> history, long firstStep, int index, double otherwise)
    {
        if (_season == 1)
        {
            return otherwise;
        }

        double sum = 0;
        int count = 0;
        for (int day = -DaysEachSide; day <= DaysEachSide; day++)
        {
            long at = index + ((long)day * _season);
            if (day != 0 && at >= 0 && at < history.Length && double.IsFinite(history[(int)at])
                && !_calendar.IsEvent(firstStep + at))
            {
                sum += history[(int)at];
                count++;
            }
        }

        return count == 0 ? otherwise : sum / count;
    }
}
