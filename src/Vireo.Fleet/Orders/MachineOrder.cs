using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Something that a person wants done to one machine, once. The next decision plans it; nothing is planned so
/// without an order.</summary>
/// <param name="Action">What to do; its target is a virtual machine.</param>
/// <param name="RequestedBy">Who ordered it.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="Deadline">Until when it has to have begun; then it is given up.</param>
public sealed record MachineOrder(FleetAction Action, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset Deadline)
{
    /// <summary>The snapshot of the machine that is taken before; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TakeSnapshot? First { get; init; }
}
