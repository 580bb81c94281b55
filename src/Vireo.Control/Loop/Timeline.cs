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
        LeaveOutSame(happened);
        _events.AddFirst(happened);
        if (_events.Count > capacity)
        {
            _events.RemoveLast();
        }
    }

    // Pools that lend get other terms every few minutes: what is told of one in the same words stands once, at its
    // newest.
    private void LeaveOutSame(FleetEvent happened)
    {
        if (happened.Entity is not { Kind: EntityKind.Pool })
        {
            return;
        }

        for (var node = _events.First; node is not null; node = node.Next)
        {
            if (node.Value.Entity == happened.Entity && node.Value.Kind == happened.Kind && node.Value.Message == happened.Message)
            {
                _events.Remove(node);
                return;
            }
        }
    }
}
