namespace Vireo.Simulation;

/// <summary>What a scenario lets go wrong in the fleet itself.</summary>
public enum FaultKind
{
    /// <summary>A host's error counter rises, faster and faster, for the fault's duration.</summary>
    HostErrors,

    /// <summary>A host dies; its machines are lost.</summary>
    HostFails,

    /// <summary>A dead host comes back, empty.</summary>
    HostRecovers,

    /// <summary>A host cannot be reached by management; its machines run on.</summary>
    HostUnreachable,

    /// <summary>A host can be reached again.</summary>
    HostReachable,

    /// <summary>A virtual machine wants all the CPU it may have for the fault's duration.</summary>
    NoisyMachine,

    /// <summary>Somebody deletes a virtual machine, whatever it is doing.</summary>
    MachineVanishes,

    /// <summary>Somebody puts a host into maintenance.</summary>
    MaintenanceOn,

    /// <summary>Somebody ends a host's maintenance.</summary>
    MaintenanceOff,

    /// <summary>For the fault's duration machines fail at a step of their life; the target is such as
    /// <c>web-small/boot</c> or <c>web-small@2/check</c>, the steps are create, boot, configure, check and
    /// delete.</summary>
    TemplateFails,

    /// <summary>The same, and the step never ends; deleting does not take time and cannot hang.</summary>
    TemplateHangs,

    /// <summary>For the fault's duration machines made from a template answer four times as slowly, at no more CPU:
    /// they wait for something else. The target is such as <c>web-small</c> or <c>web-small@2</c>.</summary>
    TemplateSlow,
}
