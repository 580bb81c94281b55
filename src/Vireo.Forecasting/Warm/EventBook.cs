using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.ColdStart;

namespace Vireo.Forecasting.Warm;

/// <summary>The known events of a fleet: when they are, whom they concern, and what they were seen to do.</summary>
/// <remarks>Series that the same events concern learn together: each from its own past, shrunk toward what the others
/// saw. Learned anew whenever an occurrence has ended or the calendar changed.</remarks>
internal sealed class EventBook(WarmSettings settings)
{
    /// <summary>How far beyond the present calendars reach.</summary>
    private const int DaysAhead = 28;

    /// <summary>Steps after an occurrence until its last values have arrived.</summary>
    private const int Grace = 3;

    private readonly Dictionary<string, (EventCalendar Calendar, Dictionary<string, EventLift> Lifts)> _companies = [];
    private ImmutableArray<KnownEvent> _events = [];
    private bool _hasChanged;
    private long _expandedUntil = long.MinValue;
    private long _nextEnd = long.MaxValue;

    /// <summary>What each event did at its last occurrences, by metric and name; replaced when something was
    /// learned.</summary>
    public ImmutableDictionary<string, EventLift> Memory { get; private set; } =
        ImmutableDictionary.Create<string, EventLift>(StringComparer.Ordinal);

    /// <summary>Takes over what was learned in an earlier life.</summary>
    public void Recall(IEnumerable<KeyValuePair<string, EventLift>> memory) => Memory = Memory.SetItems(memory);

    /// <summary>Takes over what the operator knows.</summary>
    public void Know(ImmutableArray<KnownEvent> events)
    {
        _hasChanged |= !_events.SequenceEqual(events);
        _events = events;
    }

    /// <summary>A machine appeared or changed, so that other events may concern it.</summary>
    public void MachinesChanged() => _hasChanged = true;

    /// <summary>Tells a series that has just appeared what series like it have learned.</summary>
    public void Welcome(SeriesTracker tracker, IReadOnlyDictionary<EntityId, VirtualMachine> machines)
    {
        if (_events.IsEmpty || Company(tracker, machines) is not { Length: > 0 } company)
        {
            return;
        }

        if (_companies.TryGetValue(company, out var known))
        {
            tracker.Expect(new EventEffects(known.Calendar, known.Lifts));
        }
        else
        {
            _hasChanged = true;
        }
    }

    /// <summary>Tells each series what is known, if that changed.</summary>
    /// <param name="trackers">Of the fleet.</param>
    /// <param name="machines">What is known of them.</param>
    /// <param name="now">The step after the newest.</param>
    public void Update(
        IReadOnlyCollection<SeriesTracker> trackers, IReadOnlyDictionary<EntityId, VirtualMachine> machines, long now)
    {
        bool isDue = _hasChanged || now >= _nextEnd || now >= _expandedUntil;
        if (!isDue || (_events.IsEmpty && _companies.Count == 0))
        {
            return;
        }

        _hasChanged = false;
        _companies.Clear();
        _nextEnd = long.MaxValue;
        _expandedUntil = now + (DaysAhead / 2 * settings.DaySteps);
        var companies = trackers.OrderBy(tracker => tracker.Key)
            .GroupBy(tracker => Company(tracker, machines), StringComparer.Ordinal);
        foreach (IGrouping<string, SeriesTracker> company in companies)
        {
            if (company.Key.Length == 0)
            {
                foreach (SeriesTracker tracker in company)
                {
                    tracker.Expect(EventEffects.None);
                }
            }
            else
            {
                Learn(company.Key, [.. company], machines, now);
            }
        }
    }

    // Series of one metric that the same events concern; empty when none does.
    private string Company(SeriesTracker tracker, IReadOnlyDictionary<EntityId, VirtualMachine> machines)
    {
        string events = machines.TryGetValue(tracker.Key.Entity, out VirtualMachine? machine)
            ? string.Join('\n', _events.Where(one => one.Concerns(machine)).Select(one => one.Name))
            : "";

        return events.Length == 0 ? "" : $"{tracker.Key.Metric.Name}\n{events}";
    }

    private void Learn(
        string company, SeriesTracker[] trackers, IReadOnlyDictionary<EntityId, VirtualMachine> machines, long now)
    {
        VirtualMachine machine = machines[trackers[0].Key.Entity];
        KnownEvent[] events = [.. _events.Where(one => one.Concerns(machine))];
        EventCalendar calendar = Expand(events, now);
        var own = new EventLearner[trackers.Length];
        Spread.Over(own.Length, i =>
        {
            own[i] = new EventLearner(calendar, settings.DaySteps);
            (double[] history, long first) = trackers[i].History();
            own[i].Add(history, first);
        });
        var all = new EventLearner(calendar, settings.DaySteps);
        foreach (EventLearner one in own)
        {
            all.Add(one);
        }

        Dictionary<string, EventLift> common =
            Remember(trackers[0].Key.Metric, events.Select(one => one.Name), all.Lifts());
        _companies[company] = (calendar, common);
        Spread.Over(own.Length, i => trackers[i].Expect(new EventEffects(calendar, Blend(own[i].Lifts(), common))));
    }

    // What lies further back than the histories is still known.
    private Dictionary<string, EventLift> Remember(
        Metric metric, IEnumerable<string> events, IReadOnlyDictionary<string, EventLift> seen)
    {
        var lifts = new Dictionary<string, EventLift>(StringComparer.Ordinal);
        foreach (string name in events)
        {
            string key = $"{metric.Name}/{name}";
            if (seen.TryGetValue(name, out EventLift? lift) && lift.Occurrences > 0)
            {
                Memory = Memory.SetItem(key, lift);
            }

            if (Memory.TryGetValue(key, out EventLift? known))
            {
                lifts[name] = known;
            }
        }

        return lifts;
    }

    private static Dictionary<string, EventLift> Blend(
        IReadOnlyDictionary<string, EventLift> own, Dictionary<string, EventLift> common) =>
        common.ToDictionary(
            known => known.Key,
            known => own.TryGetValue(known.Key, out EventLift? lift) && lift.Occurrences > 0
                ? lift.ShrunkToward(known.Value)
                : known.Value,
            StringComparer.Ordinal);

    private EventCalendar Expand(KnownEvent[] events, long now)
    {
        DateTimeOffset from = settings.InstantOf(now - settings.HistorySteps);
        DateTimeOffset to = settings.InstantOf(now + (DaysAhead * settings.DaySteps));
        CalendarEvent[] occurrences =
        [
            .. events.SelectMany(one => one.Occurrences(from, to).Select(start => new CalendarEvent(
                one.Name, settings.StepOf(start), Math.Max(1, (int)Math.Round(one.Duration / settings.Step))))),
        ];
        foreach (CalendarEvent one in occurrences)
        {
            long end = one.FirstStep + one.Steps + Grace;
            _nextEnd = end > now ? Math.Min(_nextEnd, end) : _nextEnd;
        }

        return new EventCalendar(occurrences);
    }
}
