using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Orders;

/// <summary>Something that a person ordered to be done to a machine, and what became of it.</summary>
/// <param name="Number">What it is cancelled by; unique in its cluster.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Machine">To which machine.</param>
/// <param name="Order">What, in words.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Detail">What it waits for, or how it ended.</param>
/// <param name="RequestedBy">Who ordered it.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="Deadline">Until when it has to have begun.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="HasEnded">Whether nothing more happens to it.</param>
public sealed record OrderRow(
    long Number,
    ClusterId Cluster,
    VirtualMachineId Machine,
    string Order,
    OrderStatus Status,
    string Detail,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset Deadline,
    DateTimeOffset? EndedAt,
    bool HasEnded)
{
    internal static OrderRow Of(ClusterId cluster, OrderRecord record) => new(
        record.Number, cluster, new(record.Order.Action.Target.Value), record.Words, record.Status, record.Detail, record.Order.RequestedBy,
        record.Order.RequestedAt, record.Order.Deadline, record.EndedAt, record.HasEnded);
}
