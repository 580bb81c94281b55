using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Keeps the time line and the incidents across restarts, in one transaction a cycle.</summary>
internal sealed class LoopMemory(ClusterId cluster, StateStore state, int eventsToShow, int eventsToKeep)
{
    private const int MostUnsaved = 10_000;

    private readonly List<FleetEvent> _unsaved = [];
    private WatchState _saved = WatchState.Quiet;
    private ImmutableArray<Incident> _savedResolved = [];
    private ImmutableArray<RuleAlert> _savedAlerts = [];

    /// <summary>What the next <see cref="Save"/> keeps, oldest first.</summary>
    public ImmutableArray<FleetEvent> Unsaved => [.. _unsaved];

    /// <summary>Takes an event that the next <see cref="Save"/> keeps; only the newest are worth keeping.</summary>
    public void Note(FleetEvent happened)
    {
        // Where the state file cannot be written for long, memory stays bounded.
        if (_unsaved.Count >= MostUnsaved)
        {
            _unsaved.RemoveRange(0, MostUnsaved / 2);
        }

        _unsaved.Add(happened);
    }

    /// <summary>Saves what is new since the last time. What cannot be saved now is saved with the next call.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save(WatchState watch, ImmutableArray<Incident> resolved, ImmutableArray<RuleAlert> alerts)
    {
        bool isWatchNew = !Same(watch, _saved);
        bool areResolvedNew = resolved != _savedResolved;
        bool areAlertsNew = !AreSame(alerts, _savedAlerts);
        if (_unsaved.Count == 0 && !isWatchNew && !areResolvedNew && !areAlertsNew)
        {
            return;
        }

        state.InTransaction(() =>
        {
            SaveEvents();
            if (isWatchNew)
            {
                state.Watch.Save(cluster, watch);
            }

            if (areResolvedNew)
            {
                state.Watch.SaveResolved(cluster, resolved);
            }

            if (areAlertsNew)
            {
                state.Watch.SaveAlerts(cluster, alerts);
            }
        });
        _unsaved.Clear();
        _saved = watch;
        _savedResolved = resolved;
        _savedAlerts = alerts;
    }

    /// <summary>Reads what earlier lives left.</summary>
    public (WatchState Watch, ImmutableArray<Incident> Resolved, ImmutableArray<RuleAlert> Alerts, List<FleetEvent> Events)
        Load()
    {
        _saved = state.Watch.Load(cluster);
        _savedResolved = state.Watch.LoadResolved(cluster);

        _savedAlerts = state.Watch.LoadAlerts(cluster);

        return (_saved, _savedResolved, _savedAlerts, state.Events.Newest(cluster, eventsToShow));
    }

    private void SaveEvents()
    {
        foreach (var happened in _unsaved)
        {
            state.Events.Add(cluster, happened);
        }

        if (_unsaved.Count > 0)
        {
            state.Events.KeepNewest(cluster, eventsToKeep);
        }
    }

    // A new value alone is not worth a write: what counts is who fires since when.
    private static bool AreSame(ImmutableArray<RuleAlert> one, ImmutableArray<RuleAlert> other) =>
        one.Length == other.Length && one.Zip(other).All(pair => IsSame(pair.First, pair.Second));

    private static bool IsSame(RuleAlert one, RuleAlert other) =>
        one.Source == other.Source && one.Alert.State == other.Alert.State && one.Alert.ActiveAt == other.Alert.ActiveAt
        && one.Alert.ResolvedAt == other.Alert.ResolvedAt && one.Alert.KeptSince == other.Alert.KeptSince
        && one.Alert.Labels.Equals(other.Alert.Labels);

    private static bool Same(WatchState one, WatchState other) =>
        one.Open.SequenceEqual(other.Open)
        && one.Pending.SequenceEqual(other.Pending)
        && one.Clearing.SequenceEqual(other.Clearing);
}
