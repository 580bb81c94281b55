using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Lets a new machine take its cloud-init user data, and ends when it has.</summary>
public sealed record ConfigureVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Create;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
