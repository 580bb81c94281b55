namespace Vireo.Fleet;

/// <summary>Starts a virtual machine on a host.</summary>
public sealed record PowerOnVirtualMachine(VirtualMachineId VirtualMachine, HostId On) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.PowerOnVirtualMachine;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
