using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Creates a virtual machine from a template, and starts it unless it stays off.</summary>
public sealed record CreateVirtualMachine(VirtualMachineId VirtualMachine, VmTemplateId Template, HostId On) : FleetAction
{
    /// <summary>The group it becomes a replica of, if any.</summary>
    public VmGroupId? Group { get; init; }

    /// <summary>The deployment it belongs to, if any; the provider keeps it with the machine, so that nothing else is
    /// ever taken away when it is undone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DeploymentId? Deployment { get; init; }

    /// <summary>The template as it was decided on, with its parameters filled in; null in plans that were stored before
    /// it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public VmTemplate? Specification { get; init; }

    /// <summary>The resource pool it draws from, where one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ResourcePoolId? Pool { get; init; }

    /// <summary>The replicas that a metric showed to be too few, where that is why another one is made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PastShortage? Shortage { get; init; }

    /// <summary>Whether booting is an action of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StaysOff { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Create;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
