using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Keeps the time line and the incidents across restarts, in one transaction a cycle.</summary>
internal sealed class LoopMemory(ClusterId cluster, StateStore state, int eventsToKeep)
{
    private readonly List<FleetEvent> _unsaved = [];
    private WatchState _saved = WatchState.Quiet;
    private ImmutableArray<Incident> _savedResolved = [];

    /// <summary>Takes an event that the next <see cref="Save"/> keeps; only the newest are worth keeping.</summary>
    public void Note(FleetEvent happened)
    {
        if (_unsaved.Count >= 2 * eventsToKeep)
        {
            _unsaved.RemoveRange(0, eventsToKeep);
        }

        _unsaved.Add(happened);
    }

    /// <summary>Saves what is new since the last time. What cannot be saved now is saved with the next call.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save(WatchState watch, ImmutableArray<Incident> resolved)
    {
        bool isWatchNew = !Same(watch, _saved);
        bool areResolvedNew = resolved != _savedResolved;
        if (_unsaved.Count == 0 && !isWatchNew && !areResolvedNew)
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
        });
        _unsaved.Clear();
        _saved = watch;
        _savedResolved = resolved;
    }

    /// <summary>Reads what earlier lives left.</summary>
    public (WatchState Watch, ImmutableArray<Incident> Resolved, List<FleetEvent> Events) Load()
    {
        _saved = state.Watch.Load(cluster);
        _savedResolved = state.Watch.LoadResolved(cluster);

        return (_saved, _savedResolved, state.Events.Newest(cluster, eventsToKeep));
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

    private static bool Same(WatchState one, WatchState other) =>
        one.Open.SequenceEqual(other.Open)
        && one.Pending.SequenceEqual(other.Pending)
        && one.Clearing.SequenceEqual(other.Clearing);
}
