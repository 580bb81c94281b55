namespace Vireo.Fleet;

/// <summary>Stops a virtual machine, gracefully where the guest can.</summary>
public sealed record PowerOffVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.PowerOffVirtualMachine;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
