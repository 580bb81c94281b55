using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The newest events, bounded; the oldest make room.</summary>
internal sealed class Timeline(int capacity)
{
    private readonly LinkedList<FleetEvent> _events = new();

    /// <summary>Newest first.</summary>
    public ImmutableArray<FleetEvent> Events => [.. _events];

    public void Add(FleetEvent happened)
    {
        _events.AddFirst(happened);
        if (_events.Count > capacity)
        {
            _events.RemoveLast();
        }
    }
}
