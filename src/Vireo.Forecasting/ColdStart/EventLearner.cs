namespace Vireo.Forecasting.ColdStart;

/// <summary>Learns from histories what the events of a calendar did.</summary>
/// <remarks>Demand in an event is compared with the same time on the nearest days without one, and where there is no
/// such day with the hour before. The mean logarithm of that ratio is shrunk toward no change by how often the kind was
/// seen, and each phase toward the whole event. Series of a fleet may be added one after another: what siblings saw
/// helps a newcomer.</remarks>
public sealed class EventLearner
{
    private const int DaysEachSide = 4;
    private const int StepsBefore = 12;

    // Weights, in occurrences, of "no change" for an event and of the whole event for a phase.
    internal const double EventShrinkage = 0.3;
    private const double PhaseShrinkage = 0.5;
    private const double LargestRatio = 100;

    // Of the logarithm, to assume while an event was seen once: half as much again or a third less is nothing unusual.
    private const double UnknownSpread = 0.3;
    private readonly EventCalendar _calendar;
    private readonly int _season;
    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

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
        foreach ((string kind, Tally tally) in other._tallies)
        {
            TallyOf(kind).Add(tally);
        }
    }

    private void Add(ReadOnlySpan<double> history, long firstStep, CalendarEvent one)
    {
        Span<double> actual = stackalloc double[EventLift.PhaseCount];
        Span<double> usual = stackalloc double[EventLift.PhaseCount];
        actual.Clear();
        usual.Clear();
        int start = (int)(one.FirstStep - firstStep);
        double before = MeanBefore(history, firstStep, start);
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

        TallyOf(one.Kind).Add(actual, usual);
    }

    private Tally TallyOf(string kind)
    {
        if (!_tallies.TryGetValue(kind, out Tally? tally))
        {
            _tallies[kind] = tally = new Tally();
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
            if (at >= 0 && at < history.Length && double.IsFinite(history[(int)at]) && !_calendar.IsEvent(
                firstStep + at))
            {
                sum += history[(int)at];
                count++;
            }
        }

        return count == 0 ? otherwise : sum / count;
    }

    private sealed class Tally
    {
        private readonly double[] _logs = new double[EventLift.PhaseCount];
        private readonly int[] _counts = new int[EventLift.PhaseCount];
        private double _log;
        private double _squares;
        private double _within;
        private int _freedom;
        private int _count;

        public void Add(ReadOnlySpan<double> actual, ReadOnlySpan<double> usual)
        {
            double whole = LogRatio(Sum(actual), Sum(usual));
            if (!double.IsFinite(whole))
            {
                return;
            }

            _log += whole;
            _squares += whole * whole;
            _count++;
            for (int phase = 0; phase < _logs.Length; phase++)
            {
                double log = LogRatio(actual[phase], usual[phase]);
                if (double.IsFinite(log))
                {
                    _logs[phase] += log;
                    _counts[phase]++;
                }
            }
        }

        public void Add(Tally other)
        {
            _log += other._log;
            _squares += other._squares;
            _within += other.Within;
            _freedom += other.Freedom;
            _count += other._count;
            for (int phase = 0; phase < _logs.Length; phase++)
            {
                _logs[phase] += other._logs[phase];
                _counts[phase] += other._counts[phase];
            }
        }

        public EventLift Lift()
        {
            double whole = _count == 0 ? 0 : _log / _count;

            return new EventLift(
                [
                    .. _logs.Select((sum, phase) => Math.Exp(
                        (sum + (PhaseShrinkage * whole)) / (_counts[phase] + PhaseShrinkage) * Trust(_counts[phase]))),
                ],
                _count)
            {
                Spread = Freedom > 0 ? Math.Sqrt(Within / Freedom) : UnknownSpread,
            };
        }

        // Around the mean of each series that was taken over. While none of them has seen two events, and in a learner of
        // its own, around the mean of all.
        private double Within => _freedom > 0 ? _within : Around;

        private int Freedom => _freedom > 0 ? _freedom : Math.Max(0, _count - 1);

        private double Around => _count < 2 ? 0 : Math.Max(0, _squares - (_log * _log / _count));

        private static double Trust(int count) => count / (count + EventShrinkage);

        // NaN when the usual demand is nothing: then no factor says what the event did.
        private static double LogRatio(double actual, double usual) =>
            usual > 0 ? Math.Log(Math.Clamp(actual / usual, 1 / LargestRatio, LargestRatio)) : double.NaN;

        private static double Sum(ReadOnlySpan<double> values)
        {
            double sum = 0;
            foreach (double value in values)
            {
                sum += value;
            }

            return sum;
        }
    }
}
