using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Why an action cannot be done, found out from a fresh picture before anything is sent (S18).</summary>
/// <param name="picture">What is known.</param>
/// <param name="inventory">The words for it.</param>
internal sealed class VSphereRefusal(VCenterPicture picture, VCenterInventory inventory)
{
    /// <summary>The reason; null when nothing speaks against it.</summary>
    public string? Find(FleetAction action) => action switch
    {
        CreateVirtualMachine create => OfCreation(create),
        SetPoolTerms pool => OfPool(pool.Setting),
        EnterMaintenance or ExitMaintenance =>
            FindHost(new HostId(action.Target.Value)) is null ? NoHost(action.Target.Value) : null,
        PowerOnHost or PowerOffHost => "Hosts of vSphere are not powered on or off by Vireo.",
        _ => FindMachine(action.Target.Value) is { } machine ? OfMachine(action, machine)
            : $"{action.Target} is not in vSphere.",
    };

    /// <summary>A machine by what the fleet calls it.</summary>
    public MachineFacts? FindMachine(string id) =>
        picture.Machines.Values.FirstOrDefault(machine => !machine.IsTemplate && inventory.IdOf(machine).Value == id);

    /// <summary>A host by what the fleet calls it.</summary>
    public HostFacts? FindHost(HostId id) =>
        picture.Hosts.Values.FirstOrDefault(host => VCenterInventory.IdOf(host) == id);

    /// <summary>A template by its name.</summary>
    public MachineFacts? FindTemplate(string name) =>
        picture.Machines.Values.FirstOrDefault(machine => machine.IsTemplate && machine.Name == name);

    /// <summary>A datastore that the managed cluster reaches, by its name.</summary>
    public PlaceFacts? FindDatastore(DatastoreId id) =>
        inventory.DatastoresOf(picture).FirstOrDefault(datastore => datastore.Name == id.Value);

    private static string NoHost(string id) => $"There is no host '{id}'.";

    private string? OfMachine(FleetAction action, MachineFacts machine)
    {
        var host = machine.Host is { } reference ? picture.Hosts.GetValueOrDefault(reference) : null;
        if (host is { IsConnected: false })
        {
            // What a silent host runs is not known: to act on its machine could start a second copy (S25).
            return $"Its host '{host.Name}' is {host.Connection}.";
        }

        return action switch
        {
            Migration move => OfMigration(move, machine, host),
            PowerOnVirtualMachine start => OfStart(start, machine),
            PowerOffVirtualMachine => machine.IsOn ? null : "It does not run.",
            ResizeVirtualMachine resize => OfResize(resize, machine),
            SuspendVirtualMachine suspend => !machine.IsOn ? "It does not run."
                : suspend.ToDisk ? null : "vSphere suspends to disk only: vireo vm suspend --to-disk.",
            ResumeVirtualMachine => machine.IsSuspended ? null : "It is not suspended.",
            ResetVirtualMachine => machine.IsOn ? null : "It does not run.",
            TakeSnapshot or RevertToSnapshot or DeleteSnapshot => OfSnapshot(action, machine),
            DeleteVirtualMachine or ConfigureVirtualMachine or CheckVirtualMachine when machine.Origin is null =>
                "Vireo did not make it.",
            DeleteVirtualMachine => null,
            ConfigureVirtualMachine or CheckVirtualMachine => machine.IsOn ? null : "It does not run.",
            _ => $"Actions of kind {action.GetType().Name} cannot be carried out through vSphere.",
        };
    }

    private string? OfMigration(Migration move, MachineFacts machine, HostFacts? from)
    {
        var to = FindHost(move.To);

        return from is null || VCenterInventory.IdOf(from) != move.From
            ? $"It is on '{from?.Name}', not on '{move.From}'."
            : !machine.IsOn && !move.StaysOnHost ? "It does not run."
            : machine.IsSuspended ? "It is suspended."
            : to is null ? NoHost(move.To.Value)
            : move.Storage is { } storage && WhyNotOnto(storage, to, machine) is { } full ? full
            : WhyNotTo(to, machine, movesFiles: move.Storage is not null) is { } why ? why
            : inventory.WhyFixed(picture, inventory.FindCluster(picture), machine, move) is { } held
                ? $"It stays where it is: {held}."
            : null;
    }

    private string? WhyNotOnto(DatastoreId storage, HostFacts to, MachineFacts machine) =>
        FindDatastore(storage) is not { } datastore
            ? $"The hosts of the cluster reach no datastore '{storage}'."
        : !to.Datastores.Contains(datastore.Reference.Id) ? $"Host '{to.Name}' does not reach datastore '{storage}'."
        : VCenterInventory.DatastoreOf(picture, machine) == storage ? $"Its files are on '{storage}' already."
        : datastore.Capacity > 0 && machine.StorageBytes > datastore.FreeSpace
            ? $"Datastore '{storage}' has {new MemoryBytes(datastore.FreeSpace).ToText()} free, and its files take " +
              $"{new MemoryBytes(machine.StorageBytes).ToText()}."
        : null;

    private static string? OfSnapshot(FleetAction action, MachineFacts machine) => action switch
    {
        TakeSnapshot take when machine.FindSnapshot(take.Snapshot) is not null =>
            $"It has a snapshot '{take.Snapshot}' already.",
        TakeSnapshot => machine.IsSuspended
            ? "It is suspended; a snapshot is taken of a machine that runs or is off."
            : null,
        RevertToSnapshot revert => WithoutSnapshot(machine, revert.Snapshot),
        DeleteSnapshot delete => WithoutSnapshot(machine, delete.Snapshot),
        _ => null,
    };

    private static string? WithoutSnapshot(MachineFacts machine, string name) =>
        machine.FindSnapshot(name) is null ? $"It has no snapshot '{name}'." : null;

    private string? OfStart(PowerOnVirtualMachine start, MachineFacts machine) =>
        machine.IsOn ? "It runs already."
        : FindHost(start.On) is not { } to ? NoHost(start.On.Value)
        : WhyNotTo(to, machine);

    private string? WhyNotTo(HostFacts to, MachineFacts machine, bool movesFiles = false) =>
        !to.IsConnected ? $"Host '{to.Name}' is {to.Connection}."
        : to.IsInMaintenance ? $"Host '{to.Name}' is in maintenance."
        : !movesFiles && machine.Datastores.FirstOrDefault(id => !to.Datastores.Contains(id)) is { } unreached
            ? $"Host '{to.Name}' does not reach its datastore '{NameOf(unreached)}'."
        : null;

    private string NameOf(string datastore) =>
        picture.Places.GetValueOrDefault(new ManagedObject("Datastore", datastore))?.Name ?? datastore;

    private static string? OfResize(ResizeVirtualMachine resize, MachineFacts machine) =>
        resize.Restarts || !machine.IsOn ? null
        : resize.Cores > machine.Cores && !machine.AddsCores
            ? "CPU hot-add is not enabled for it; more cores take a restart."
        : resize.Cores < machine.Cores && !machine.RemovesCores
            ? "Running guests do not give cores back; fewer take a restart."
        : resize.Memory.Value > machine.MemoryMebibytes << 20 && !machine.AddsMemory
            ? "Memory hot-add is not enabled for it; more memory takes a restart."
        : resize.Memory.Value < machine.MemoryMebibytes << 20
            ? "vSphere takes no memory from running guests; less takes a restart."
        : null;

    private string? OfCreation(CreateVirtualMachine create)
    {
        string name = create.VirtualMachine.Value;

        return name.Length is 0 or > 80 ? "vSphere gives machines names of 1 to 80 characters."
            : picture.Machines.Values.Any(machine => machine.Name == name) ? "There is a machine of this name already."
            : create.Specification is not { } template ? "The plan does not say what the template was."
            : FindTemplate(template.ImageName) is null
                ? $"vSphere has no template '{template.ImageName}'; name another by the template's 'image'."
            : !template.Disks.IsEmpty || !template.Networks.IsEmpty
                ? "On vSphere a machine has the disks and networks of its template; take 'disks' and 'networks' out."
            : FindHost(create.On) is not { } host ? NoHost(create.On.Value)
            : !host.IsConnected || host.IsInMaintenance ? $"Host '{host.Name}' takes no machines."
            : create.Pool is { } pool && FindPool(pool) is null ? $"vSphere has no resource pool '{pool}' yet."
            : null;
    }

    private string? OfPool(PoolSetting setting) =>
        PoolAmounts.WhyNot(setting.Terms) is { } why ? why
        : FindPool(setting.Pool) is { } known && inventory.IsForeign(known)
            ? "vSphere has a pool of this name that Vireo did not make. Call one of the two otherwise, or hand it over: set its " +
              $"custom attribute '{CustomAttributes.Owner}' to '{inventory.Owner}'."
        : setting.Parent is { } parent && FindPool(parent) is null
            ? $"vSphere has no resource pool '{parent}' to put it into."
        : setting.VirtualMachines.FirstOrDefault(id => FindMachine(id.Value) is null) is { Value: not null } missing
            ? $"Its machine '{missing}' is not in vSphere."
        : null;

    /// <summary>A pool of the managed cluster by its name; ours where others have one of the same name elsewhere in
    /// it.</summary>
    public PoolFacts? FindPool(ResourcePoolId id) => inventory.PoolsOf(picture).FirstOrDefault(pool => pool.Name == id.Value);
}
