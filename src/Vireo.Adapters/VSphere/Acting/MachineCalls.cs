using System.Text;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>The calls that change something, with their arguments in the order of the schema.</summary>
internal static class MachineCalls
{
    /// <summary>Moves a machine to another host, its files to another datastore, or both; what is null stays
    /// (VirtualMachineRelocateSpec: …, datastore, …, pool, host, …).</summary>
    public static VimCall Relocate(
        ManagedObject machine, ManagedObject? host, ManagedObject? pool = null, ManagedObject? datastore = null) => new(
        "RelocateVM_Task", machine,
        Vim.Element("spec", datastore?.As("datastore"), pool?.As("pool"), host?.As("host")),
        Vim.Element("priority", "defaultPriority"));

    /// <summary>Writes a machine's memory to disk and stops it.</summary>
    public static VimCall Suspend(ManagedObject machine) => new("SuspendVM_Task", machine);

    /// <summary>Starts a machine anew without asking its guest.</summary>
    public static VimCall Reset(ManagedObject machine) => new("ResetVM_Task", machine);

    /// <summary>Keeps what a machine is now (name, description, memory, quiesce).</summary>
    public static VimCall TakeSnapshot(ManagedObject machine, string name, bool withMemory) => new(
        "CreateSnapshot_Task", machine,
        Vim.Element("name", name), Vim.Element("description", "Taken by Vireo."), Vim.Element("memory", withMemory),
        Vim.Element("quiesce", false));

    /// <summary>Takes a machine back to a snapshot.</summary>
    public static VimCall Revert(ManagedObject snapshot, ManagedObject machine) =>
        new("RevertToSnapshot_Task", snapshot) { About = machine };

    /// <summary>Gives a snapshot up; those that came after it stay (removeChildren, consolidate).</summary>
    public static VimCall DeleteSnapshot(ManagedObject snapshot, ManagedObject machine) =>
        new("RemoveSnapshot_Task", snapshot, Vim.Element("removeChildren", false), Vim.Element("consolidate", true))
        {
            About = machine,
        };

    /// <summary>Starts a machine where it is.</summary>
    public static VimCall PowerOn(ManagedObject machine) => new("PowerOnVM_Task", machine);

    /// <summary>Switches a machine off.</summary>
    public static VimCall PowerOff(ManagedObject machine) => new("PowerOffVM_Task", machine);

    /// <summary>Asks a guest to shut down; needs VMware Tools in it, and is no task.</summary>
    public static VimCall ShutDown(ManagedObject machine) => new("ShutdownGuest", machine);

    /// <summary>Gives a machine another size (VirtualMachineConfigSpec: …, numCPUs, …, memoryMB, …).</summary>
    public static VimCall Resize(ManagedObject machine, int cores, MemoryBytes memory) => new(
        "ReconfigVM_Task", machine, Vim.Element("spec", Size(cores, memory)));

    /// <summary>Changes options of a machine.</summary>
    public static VimCall SetOptions(ManagedObject machine, params XElement[] options) => new(
        "ReconfigVM_Task", machine, Vim.Element("spec", options));

    /// <summary>Copies a template, off and marked as not complete (VirtualMachineCloneSpec: location, template, config, …,
    /// powerOn, …).</summary>
    /// <param name="template">What is copied.</param>
    /// <param name="folder">Where the copy is put.</param>
    /// <param name="pool">The pool that it draws from.</param>
    /// <param name="host">Where it will run.</param>
    /// <param name="create">What was asked for.</param>
    /// <param name="origin">What is kept with it.</param>
    public static VimCall Clone(
        ManagedObject template, ManagedObject folder, ManagedObject pool, ManagedObject host,
        CreateVirtualMachine create,
        MachineOrigin origin) => new(
        "CloneVM_Task", template,
        folder.As("folder"),
        Vim.Element("name", create.VirtualMachine.Value),
        Vim.Element(
            "spec",
            Vim.Element("location", pool.As("pool"), host.As("host")),
            Vim.Element("template", false),
            Vim.Element(
                "config",
                Size(create.Specification!.Cores, create.Specification.Memory), origin.Options(), UserData(create)),
            Vim.Element("powerOn", false)));

    /// <summary>Deletes a machine with its files.</summary>
    public static VimCall Destroy(ManagedObject machine) => new("Destroy_Task", machine);

    /// <summary>Closes a host; it ends when the last machine has left.</summary>
    public static VimCall EnterMaintenance(ManagedObject host) => new(
        "EnterMaintenanceMode_Task", host, Vim.Element("timeout", 0), Vim.Element("evacuatePoweredOffVms", false));

    /// <summary>Opens a host again.</summary>
    public static VimCall ExitMaintenance(ManagedObject host) =>
        new("ExitMaintenanceMode_Task", host, Vim.Element("timeout", 0));

    /// <summary>Makes a resource pool.</summary>
    public static VimCall CreatePool(ManagedObject parent, string name, PoolTerms terms) => new(
        "CreateResourcePool", parent, Vim.Element("name", name), PoolAmounts.Specification("spec", terms));

    /// <summary>Gives a resource pool other terms.</summary>
    public static VimCall UpdatePool(ManagedObject pool, PoolTerms terms) => new(
        "UpdateConfig", pool, PoolAmounts.Specification("config", terms));

    /// <summary>Lets machines or pools draw from a pool.</summary>
    public static VimCall MoveIntoPool(ManagedObject pool, IEnumerable<ManagedObject> members) => new(
        "MoveIntoResourcePool", pool, [.. members.Select(member => member.As("list"))]);

    /// <summary>Takes a resource pool away; its members draw from the one above.</summary>
    public static VimCall DestroyPool(ManagedObject pool) => new("Destroy_Task", pool);

    private static XElement[] Size(int cores, MemoryBytes memory) =>
        [Vim.Element("numCPUs", cores), Vim.Element("memoryMB", memory.Value >> 20)];

    // cloud-init reads it through VMware's guestinfo interface.
    private static XElement[] UserData(CreateVirtualMachine create) => create.Specification!.UserData is { } data
        ?
        [
            MachineOrigin.Option("guestinfo.metadata",
                Encode($"instance-id: {create.VirtualMachine}\nlocal-hostname: {create.VirtualMachine}\n")),
            MachineOrigin.Option("guestinfo.metadata.encoding", "base64"),
            MachineOrigin.Option("guestinfo.userdata", Encode(data)),
            MachineOrigin.Option("guestinfo.userdata.encoding", "base64"),
        ]
        : [];

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
