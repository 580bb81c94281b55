using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Asks a new machine whether it serves until it does, and fails when it does not within the check's
/// time.</summary>
public sealed record CheckVirtualMachine(VirtualMachineId VirtualMachine, HealthCheck Check) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Create;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
