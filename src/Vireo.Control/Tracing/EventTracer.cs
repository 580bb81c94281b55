using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Reads the time line of one object: what the state file keeps and what happened since it was
/// written.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class EventTracer(StateStore state)
{
    private const int MostEffects = 50;

    /// <summary>What happened to an object, with causes and effects, newest first.</summary>
    /// <param name="cluster">Where it belongs.</param>
    /// <param name="just">What is not in the state file yet, oldest first: of the published state.</param>
    /// <param name="entity">The object; changes of what is in force for the whole cluster are among its events.</param>
    /// <param name="since">From when on.</param>
    /// <param name="most">How many events.</param>
    public ImmutableArray<TracedEvent> About(
        ClusterId cluster, ImmutableArray<FleetEvent> just, EntityId entity, DateTimeOffset since, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var kept = state.Events.About(cluster, entity, since, most);
        var fresh = just.Where(happened => happened.At >= since && EventTable.IsAbout(happened, entity)).Reverse();
        var link = Links(cluster, just);

        // The state may be saved between the two readings; what is in both stands once.
        return [.. fresh.Concat(kept).Distinct().Take(most).Select(link)];
    }

    /// <summary>The event of a key and everything that followed from it, directly or not, in the order of time.</summary>
    /// <returns>Empty when no event of that key is kept.</returns>
    public ImmutableArray<TracedEvent> Following(ClusterId cluster, ImmutableArray<FleetEvent> just, string key, int most)
    {
        var link = Links(cluster, just);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<TracedEvent>();
        var open = new Queue<FleetEvent>();
        if (just.FirstOrDefault(happened => happened.Key == key) is { } first || (first = state.Events.Find(cluster, key)) is not null)
        {
            open.Enqueue(first);
        }

        while (open.TryDequeue(out var next) && found.Count < most)
        {
            if (!seen.Add(next.Key))
            {
                continue;
            }

            var traced = link(next);
            found.Add(traced);
            foreach (var effect in traced.Effects)
            {
                open.Enqueue(effect);
            }
        }

        return [.. found.OrderBy(traced => traced.Happened.At)];
    }

    private Func<FleetEvent, TracedEvent> Links(ClusterId cluster, ImmutableArray<FleetEvent> just)
    {
        var byKey = just.ToLookup(happened => happened.Key, StringComparer.Ordinal);
        var byCause = just.SelectMany(happened => happened.Follows.Select(cause => (cause, happened)))
            .ToLookup(pair => pair.cause, pair => pair.happened, StringComparer.Ordinal);

        return happened => new TracedEvent(
            happened,
            [.. happened.Follows.Select(key => state.Events.Find(cluster, key) ?? byKey[key].FirstOrDefault()).OfType<FleetEvent>()],
            [.. state.Events.After(cluster, happened.Key, MostEffects).Concat(byCause[happened.Key]).Distinct().Take(MostEffects)]);
    }
}
