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
        double before = MeanBefore(history, firstStep, start);
        actual.Clear();
        usual.Clear();
        for (int i = 0; i < one.Steps; i++)
        {
            double value = history[start + i];
            double baseline = Baseline(history, firstStep, start + i, before);
            if (double.IsFinite(value) && double.IsFinite(baseline) && _calendar.CountAt(firstStep + start + i) == 1)
            {
                int phase = EventLift.PhaseOf(i, one.Steps);
                actual[phase] += Math.Max(0, value);
                usual[phase] += Math.Max(0, baseline);
            }
        }

        EventTally tally = TallyOf(one.Kind);
        tally.Add(actual, usual);
        for (int day = -DaysEachSide; day <= DaysEachSide && _season > 1; day++)
        {
            AddOrdinary(history, firstStep, start + ((long)day * _season), one.Steps, tally);
        }
    }

    // The same comparison for a day without an event. Half a window is enough to compare.
    private void AddOrdinary(ReadOnlySpan<double> history, long firstStep, long start, int steps, EventTally tally)
    {
        double actual = 0;
        double usual = 0;
        int known = 0;
        for (long at = Math.Max(0, start); at < Math.Min(history.Length, start + steps); at++)
        {
            double baseline = Baseline(history, firstStep, (int)at, double.NaN);
            if (double.IsFinite(history[(int)at]) && double.IsFinite(baseline) && !_calendar.IsEvent(firstStep + at))
            {
                actual += Math.Max(0, history[(int)at]);
                usual += Math.Max(0, baseline);
                known++;
            }
        }

        if (2 * known >= steps)
        {
            tally.AddOrdinary(actual, usual);
        }
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
