namespace Vireo.Fleet;

/// <summary>Deletes a virtual machine with its storage; cannot be undone.</summary>
public sealed record DeleteVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.Delete;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
