using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>An order with what became of it: what people see.</summary>
/// <param name="Order">What was ordered.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Detail">What it waits for, or how it ended; empty when there is nothing to say.</param>
public sealed record OrderRecord(MachineOrder Order, OrderStatus Status, string Detail)
{
    /// <summary>Its number; unique in its cluster, 0 for orders from before there were numbers.</summary>
    public long Number { get; init; }

    /// <summary>Who asked to cancel it; null when nobody did. It may have come too late.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>The action that carries it out; null before it was sent.</summary>
    public ActionId? Action { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was ordered, in words.</summary>
    public string Words => ActionWords.Of(Order.Action) + (Order.First is { } first ? $", after snapshot '{first.Snapshot}'" : "");

    /// <summary>Whether nothing more happens to it.</summary>
    public bool HasEnded => Status >= OrderStatus.Done;
}
