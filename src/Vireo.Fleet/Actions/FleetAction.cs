using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>One change to the fleet, as data. What it means is up to the provider that carries it out.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Migration), "migrate")]
[JsonDerivedType(typeof(PowerOnVirtualMachine), "power-on-vm")]
[JsonDerivedType(typeof(PowerOffVirtualMachine), "power-off-vm")]
[JsonDerivedType(typeof(ResizeVirtualMachine), "resize-vm")]
[JsonDerivedType(typeof(CreateVirtualMachine), "create-vm")]
[JsonDerivedType(typeof(DeleteVirtualMachine), "delete-vm")]
[JsonDerivedType(typeof(ConfigureVirtualMachine), "configure-vm")]
[JsonDerivedType(typeof(CheckVirtualMachine), "check-vm")]
[JsonDerivedType(typeof(EnterMaintenance), "enter-maintenance")]
[JsonDerivedType(typeof(ExitMaintenance), "exit-maintenance")]
[JsonDerivedType(typeof(PowerOnHost), "power-on-host")]
[JsonDerivedType(typeof(PowerOffHost), "power-off-host")]
[JsonDerivedType(typeof(SetPoolTerms), "set-pool-terms")]
[JsonDerivedType(typeof(ChangeNetwork), "change-network")]
[JsonDerivedType(typeof(FenceHost), "fence-host")]
[JsonDerivedType(typeof(SuspendVirtualMachine), "suspend-vm")]
[JsonDerivedType(typeof(ResumeVirtualMachine), "resume-vm")]
[JsonDerivedType(typeof(ResetVirtualMachine), "reset-vm")]
[JsonDerivedType(typeof(TakeSnapshot), "take-snapshot")]
[JsonDerivedType(typeof(RevertToSnapshot), "revert-to-snapshot")]
[JsonDerivedType(typeof(DeleteSnapshot), "delete-snapshot")]
[JsonDerivedType(typeof(JoinBackendPool), "join-backend-pool")]
[JsonDerivedType(typeof(LeaveBackendPool), "leave-backend-pool")]
public abstract record FleetAction
{
    /// <summary>The capability a provider must declare to carry this out.</summary>
    [JsonIgnore]
    public abstract ActionKinds Kind { get; }

    /// <summary>What the action is done to: a virtual machine, a host, a pool, a backend or the network.</summary>
    [JsonIgnore]
    public abstract EntityId Target { get; }
}
