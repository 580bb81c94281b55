using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Api.Inventory;
using Vireo.Server.Api.Plans;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Live;

/// <summary>Turns what the loops publish into events and hands them to listeners. Runs on the loops' threads, so it
/// only compares references and fills queues; texts are made by each listener.</summary>
internal sealed class EventFeed : IDisposable
{
    private const int EventsPerListener = 256;
    private const int MostListeners = 200;

    private readonly Lock _gate = new();
    private readonly List<(IClusterOperations Operations, Action<LoopState> Handler)> _sources = [];
    private ImmutableArray<Subscription> _listeners = [];

    public EventFeed(IFleetView fleets)
    {
        foreach (var cluster in fleets.Clusters)
        {
            var operations = fleets.Operations(cluster);
            var last = operations.State;
            void OnPublished(LoopState state)
            {
                var previous = last;
                last = state;
                Tell(cluster, previous, state, fleets.VirtualSpeed(cluster));
            }

            operations.Published += OnPublished;
            _sources.Add((operations, OnPublished));
        }
    }

    /// <summary>Begins to listen; null when too many do.</summary>
    public Subscription? Subscribe()
    {
        lock (_gate)
        {
            if (_listeners.Length >= MostListeners)
            {
                return null;
            }

            var listener = new Subscription(EventsPerListener, Forget);
            _listeners = _listeners.Add(listener);

            return listener;
        }
    }

    public void Dispose()
    {
        foreach (var (operations, handler) in _sources)
        {
            operations.Published -= handler;
        }
    }

    private void Forget(Subscription listener)
    {
        lock (_gate)
        {
            _listeners = _listeners.Remove(listener);
        }
    }

    private void Tell(ClusterId cluster, LoopState before, LoopState now, double? speed)
    {
        if (_listeners.IsEmpty)
        {
            return;
        }

        Send(new LiveEvent("state", ClusterStatus.Of(cluster, now, speed)));
        foreach (var plan in Fresh(before.Plans, now.Plans))
        {
            Send(new LiveEvent("plan", PlanRow.Of(plan)));
        }

        foreach (var incident in Fresh(before.Incidents, now.Incidents))
        {
            Send(new LiveEvent("incident", incident));
        }

        foreach (var happened in Fresh(before.Timeline, now.Timeline))
        {
            Send(new LiveEvent("timeline", happened));
        }
    }

    private void Send(LiveEvent happened)
    {
        foreach (var listener in _listeners)
        {
            listener.Send(happened);
        }
    }

    /// <summary>What is new or changed, oldest first: records are replaced, never edited.</summary>
    private static IEnumerable<T> Fresh<T>(ImmutableArray<T> before, ImmutableArray<T> now)
        where T : class
    {
        if (before == now)
        {
            return [];
        }

        var known = new HashSet<T>(before, ReferenceEqualityComparer.Instance);

        return now.Where(item => !known.Contains(item)).Reverse();
    }
}
