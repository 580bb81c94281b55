using System.Collections.Immutable;

namespace Vireo.Forecasting.ColdStart;

/// <summary>The known events, past and future, in order.</summary>
public sealed class EventCalendar
{
    private readonly ImmutableArray<CalendarEvent> _events;
    private readonly int _longest;

    /// <summary>Creates a calendar.</summary>
    /// <param name="events">In any order; they may overlap.</param>
    /// <exception cref="ArgumentException">An event lasts no step.</exception>
    public EventCalendar(IEnumerable<CalendarEvent> events)
    {
        _events = [.. events.OrderBy(one => one.FirstStep).ThenBy(one => one.Kind, StringComparer.Ordinal)];
        foreach (CalendarEvent one in _events)
        {
            if (one.Steps < 1)
            {
                throw new ArgumentException(
                    $"Event '{one.Kind}' at step {one.FirstStep} lasts {one.Steps} steps; it must last at least one.",
                    nameof(events));
            }

            _longest = Math.Max(_longest, one.Steps);
        }
    }

    /// <summary>In order of their beginning.</summary>
    public IReadOnlyList<CalendarEvent> Events => _events;

    /// <summary>Whether any event acts at a step.</summary>
    public bool IsEvent(long step) => CountAt(step) > 0;

    /// <summary>What to multiply a demand without events by at a step; overlapping events multiply.</summary>
    /// <param name="lifts">By kind; a kind without one changes nothing.</param>
    /// <param name="step">On the clock of the series.</param>
    public double Factor(IReadOnlyDictionary<string, EventLift> lifts, long step)
    {
        double factor = 1;
        for (int i = LastStarted(step); i >= 0 && step - _events[i].FirstStep < _longest; i--)
        {
            if (_events[i].Covers(step) && lifts.TryGetValue(_events[i].Kind, out EventLift? lift))
            {
                factor *= lift.At(step - _events[i].FirstStep, _events[i].Steps);
            }
        }

        return factor;
    }

    /// <summary>Standard deviation of the logarithm of <see cref="Factor"/> at a step; 0 without an event.</summary>
    /// <param name="lifts">By kind.</param>
    /// <param name="step">On the clock of the series.</param>
    public double Doubt(IReadOnlyDictionary<string, EventLift> lifts, long step)
    {
        double variance = 0;
        for (int i = LastStarted(step); i >= 0 && step - _events[i].FirstStep < _longest; i--)
        {
            if (_events[i].Covers(step) && lifts.TryGetValue(_events[i].Kind, out EventLift? lift))
            {
                variance += lift.Spread * lift.Spread;
            }
        }

        return Math.Sqrt(variance);
    }

    internal int CountAt(long step)
    {
        int count = 0;
        for (int i = LastStarted(step); i >= 0 && step - _events[i].FirstStep < _longest; i--)
        {
            count += _events[i].Covers(step) ? 1 : 0;
        }

        return count;
    }

    private int LastStarted(long step)
    {
        int low = 0;
        int high = _events.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_events[middle].FirstStep <= step)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
