using Vireo.Fleet;

namespace Vireo.Telemetry.Collecting;

/// <summary>Remembers which events of a provider were passed on, as answers overlap.</summary>
internal sealed class EventMemory(DateTimeOffset start)
{
    private const int Capacity = 4_096;
    private readonly HashSet<FleetEvent> seen = [];
    private readonly Queue<FleetEvent> order = new();

    public DateTimeOffset Newest { get; private set; } = start;

    /// <summary>The events not passed on before, oldest first. One that a clock ahead of <paramref name="now"/> dated does
    /// not move <see cref="Newest"/> there: what happens until then would never be read.</summary>
    public IReadOnlyList<FleetEvent> TakeNew(IReadOnlyList<FleetEvent> events, int limit, DateTimeOffset now)
    {
        List<FleetEvent> taken = [];
        foreach (var fleetEvent in events.OrderBy(item => item.At).ThenBy(item => item.Entity))
        {
            if (taken.Count == limit)
            {
                break;
            }

            if (!seen.Add(fleetEvent))
            {
                continue;
            }

            taken.Add(fleetEvent);
            order.Enqueue(fleetEvent);
            Newest = fleetEvent.At > Newest && fleetEvent.At <= now ? fleetEvent.At : Newest;
            if (order.Count > Capacity)
            {
                seen.Remove(order.Dequeue());
            }
        }

        return taken;
    }
}
