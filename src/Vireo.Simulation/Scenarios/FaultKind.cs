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

    /// <summary>A host's firmware hangs: for the first quarter of the fault's duration only its management controller
    /// is mute, then its processors stand still most of the time.</summary>
    HostStalls,

    /// <summary>A host's link goes down and up again for the fault's duration, and counts errors.</summary>
    LinkFlaps,

    /// <summary>A switch dies: the hosts of the fault domain cannot be reached for the fault's duration, and their
    /// machines reach nobody.</summary>
    SwitchFails,

    /// <summary>A host's clock is two hours ahead for the fault's duration; what it measures carries the wrong
    /// time.</summary>
    ClockJumps,

    /// <summary>A datastore answers slowly for the fault's duration: less is read and written, and who waits for it is
    /// slow. The target is the datastore.</summary>
    DatastoreSlows,

    /// <summary>A virtual machine's file system fills within the fault's duration and stays full half as long
    /// again; what needs room in it fails.</summary>
    DiskFills,

    /// <summary>A process leaks memory until, after the fault's duration, its guest's kernel kills it.</summary>
    MemoryLeaks,

    /// <summary>Names are not resolved for the fault's duration: part of all requests fail. Strikes the whole
    /// site.</summary>
    NamesUnresolved,

    /// <summary>A certificate of a group runs out: for half of the fault's duration its members only warn, then
    /// their requests fail.</summary>
    CertificateExpires,

    /// <summary>The hypervisor's licence runs out: for half of the fault's duration its hosts only warn, then nothing
    /// is started any more. Strikes the whole site.</summary>
    LicenceExpires,

    /// <summary>A group gets a version that is slow and fails part of its requests, for the fault's
    /// duration.</summary>
    BadDeployment,
}
