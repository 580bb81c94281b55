namespace Vireo.Fleet;

/// <summary>Creates and starts a virtual machine from a template.</summary>
public sealed record CreateVirtualMachine(VirtualMachineId VirtualMachine, VmTemplateId Template, HostId On) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.Create;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
