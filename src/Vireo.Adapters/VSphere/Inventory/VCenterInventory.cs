using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Says in the words of the fleet what a picture of a server shows.</summary>
/// <param name="provider">Names the provider and its cluster.</param>
/// <param name="settings">Which cluster, and how it is dealt with.</param>
/// <param name="attributes">The marks on pools.</param>
internal sealed class VCenterInventory(ProviderId provider, VSphereSettings settings, CustomAttributes attributes)
{
    private const double BytesPerMegabit = 1e6 / 8;

    // Only measured by some hosts: what an ordinary two-socket server takes, so that hosts compare by their load.
    private static readonly PowerCurve OrdinaryServer = new([100, 300]);

    /// <summary>What machines that Vireo made name as who made them.</summary>
    public string Owner => provider.Value;

    /// <summary>The marks on pools.</summary>
    public CustomAttributes Attributes => attributes;

    /// <summary>The cluster that is managed.</summary>
    /// <exception cref="ProviderException">There is none of that name, or it is not clear which is meant.</exception>
    public ClusterFacts FindCluster(VCenterPicture picture)
    {
        var found = picture.Clusters.Values
            .Where(cluster => settings.Cluster.Length == 0 || cluster.Name == settings.Cluster
                || PathOf(picture, cluster) == settings.Cluster)
            .ToList();
        string all = string.Join(", ", picture.Clusters.Values.Select(cluster => $"'{PathOf(picture, cluster)}'")
            .Order(StringComparer.Ordinal));

        return found switch
        {
            [var only] => only,
            _ when picture.Clusters.Count == 0 => throw new ProviderException(
                "The account sees no cluster and no host. Give it at least the role Read-only at the datacenter, with propagation.",
                isTransient: false),
            [] => throw new ProviderException(
                $"There is no cluster '{settings.Cluster}'. The account sees: {all}.", isTransient: false),
            _ => throw new ProviderException(
                $"There are several clusters: {all}. Say which one this provider manages by its key 'cluster'.", isTransient: false),
        };
    }

    /// <summary>The inventory. Machines are where they say they are.</summary>
    /// <param name="picture">What is known.</param>
    /// <param name="wishes">Terms of pools as they were asked for last, by the pool's name.</param>
    /// <param name="at">By our clock.</param>
    /// <exception cref="ProviderException">It is not clear which cluster is meant.</exception>
    public ProviderInventory Assemble(
        VCenterPicture picture, IReadOnlyDictionary<string, PoolTerms> wishes, DateTimeOffset at)
    {
        var own = FindCluster(picture);
        var machines = picture.Machines.Values
            .Where(machine => !machine.IsTemplate && machine.Host is { } host && picture.Hosts.ContainsKey(host))
            .Select(machine => Show(picture, own, machine))
            .ToImmutableArray();

        return new ProviderInventory(at, [.. picture.Hosts.Values.Select(host => Show(picture, own, host))], machines)
        {
            Pools = [.. ShowPools(picture, wishes)],
            Datastores = [.. DatastoresOf(picture).Select(datastore => Show(picture, own, datastore))],
            Images =
            [
                .. picture.Machines.Values.Where(machine => machine.IsTemplate && machine.Name.Length > 0)
                    .Select(machine => machine.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>What the fleet calls a machine: what was asked for where Vireo made it, else what stays the same wherever it
    /// goes.</summary>
    public VirtualMachineId IdOf(MachineFacts machine) => new(
        machine.Origin is { } origin && origin.Owner == provider.Value ? origin.Machine
        : machine.InstanceUuid.Length > 0 ? machine.InstanceUuid
        : machine.Reference.Id);

    /// <summary>What the fleet calls a host.</summary>
    public static HostId IdOf(HostFacts host) => new(host.Name.Length > 0 ? host.Name : host.Reference.Id);

    /// <summary>Whether others made a pool: it does not carry the mark of this Vireo cluster. Where the server has no marks
    /// its name alone tells.</summary>
    public bool IsForeign(PoolFacts pool) =>
        attributes.IsAvailable && attributes.Find(pool.Custom, CustomAttributes.Owner) != provider.Value;

    /// <summary>The pools of the managed cluster but its root, ours first.</summary>
    public IEnumerable<PoolFacts> PoolsOf(VCenterPicture picture)
    {
        var own = FindCluster(picture).Reference;

        return picture.Pools.Values
            .Where(pool => pool.Owner == own && pool is { IsRoot: false, Name.Length: > 0 })
            .OrderBy(IsForeign).ThenBy(pool => pool.Reference.Id, StringComparer.Ordinal);
    }

    /// <summary>The datastores that hosts of the managed cluster reach, by name.</summary>
    public IEnumerable<PlaceFacts> DatastoresOf(VCenterPicture picture)
    {
        var own = FindCluster(picture).Reference;

        return picture.Hosts.Values.Where(host => host.Parent == own).SelectMany(host => host.Datastores).Distinct()
            .Select(id => picture.Places.GetValueOrDefault(new ManagedObject("Datastore", id)))
            .OfType<PlaceFacts>().Where(place => place.Name.Length > 0)
            .OrderBy(place => place.Name, StringComparer.Ordinal).DistinctBy(place => place.Name, StringComparer.Ordinal);
    }

    /// <summary>Where a machine's files lie: the only datastore that it uses, or the one of its configuration where it has,
    /// say, a disc of another in its drive; null when that is not known.</summary>
    public static DatastoreId? DatastoreOf(VCenterPicture picture, MachineFacts machine)
    {
        var names = machine.Datastores
            .Select(id => picture.Places.GetValueOrDefault(new ManagedObject("Datastore", id))?.Name ?? "").ToList();

        return names is [{ Length: > 0 } only] ? new DatastoreId(only)
            : machine.Home.Length > 0 && names.Contains(machine.Home) ? new DatastoreId(machine.Home)
            : null;
    }

    /// <summary>Why a machine cannot move; null when it can (S3).</summary>
    /// <param name="picture">What is known.</param>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="move">Where to; null for a move to any other host without its files.</param>
    public string? WhyFixed(VCenterPicture picture, ClusterFacts cluster, MachineFacts machine, Migration? move = null) =>
        WhyHeld(machine) is { } held ? held
        : move?.Storage is null && WhyLocal(picture, cluster, machine) is { } local ? local
        : move is not { StaysOnHost: true } && cluster.MovesByItself && !settings.MovesDespiteDrs
            ? "DRS moves the machines of this cluster by itself; set DRS to manual, or say 'movesDespiteDrs: true'"
        : null;

    private static string? WhyHeld(MachineFacts machine) =>
        machine.HeldBy.Length > 0 ? $"it is tied to its host by '{machine.HeldBy}'"
        : machine.FaultTolerance is not ("" or "notConfigured")
            ? $"it is fault-tolerant ({machine.FaultTolerance}), and vSphere keeps its pair apart"
        : machine.Connection is not ("" or "connected") ? $"vSphere says that it is {machine.Connection}"
        : null;

    private static string? WhyLocal(VCenterPicture picture, ClusterFacts cluster, MachineFacts machine) =>
        machine.Datastores.Select(id => WhyLocal(picture, cluster, id)).FirstOrDefault(why => why is not null);

    private static string? WhyLocal(VCenterPicture picture, ClusterFacts cluster, string datastore)
    {
        int reaching = picture.Hosts.Values.Count(host => host.Parent == cluster.Reference
            && host.Datastores.Contains(datastore));

        return reaching < 2
            ? $"its datastore '{picture.Places.GetValueOrDefault(new ManagedObject("Datastore", datastore))?.Name ?? datastore}' is reached by {reaching} host of the cluster only"
            : null;
    }

    private static string PathOf(VCenterPicture picture, ClusterFacts cluster) =>
        picture.DatacenterOf(cluster.Reference) is { } datacenter
            && picture.Places.TryGetValue(datacenter, out var place)
            ? $"{place.Name}/{cluster.Name}"
            : cluster.Name;

    private ClusterId ClusterOf(VCenterPicture picture, ClusterFacts own, ManagedObject? cluster) =>
        cluster == own.Reference
        ? new ClusterId(provider.Value)
        : new ClusterId($"{provider.Value}/{(cluster is { } other ? picture.Clusters.GetValueOrDefault(other)?.Name ?? other.Id : "-")}");

    private Host Show(VCenterPicture picture, ClusterFacts own, HostFacts host) => new(
        IdOf(host), host.Name, provider, ClusterOf(picture, own, host.Parent),
        StateOf(host),
        host.IsInMaintenance,
        host.Cores,
        new CpuMhz(host.Cores * (double)host.CoreMhz),
        new MemoryBytes(host.MemoryBytes),
        new BytesPerSecond(host.LinkMegabits * BytesPerMegabit),
        OrdinaryServer,
        IdOf(host).Value,
        host.Model)
    {
        StaysOn = true,
        MaintenanceMode = host.IsInMaintenance ? MaintenanceMode.EnteredByOthers : MaintenanceMode.Left,
    };

    private VirtualMachine Show(VCenterPicture picture, ClusterFacts own, MachineFacts machine)
    {
        var host = picture.Hosts[machine.Host!.Value];
        var cluster = picture.Clusters.GetValueOrDefault(host.Parent ?? default) ?? own;
        string? held = WhyFixed(picture, cluster, machine);
        var pool = machine.Pool is { } reference ? picture.Pools.GetValueOrDefault(reference) : null;
        var origin = machine.Origin?.Owner == provider.Value ? machine.Origin : null;

        return new VirtualMachine(
            IdOf(machine), machine.Name, provider, ClusterOf(picture, own, host.Parent), IdOf(host), StateOf(machine),
            machine.Cores,
            new CpuMhz(machine.MaxCpuMhz > 0 ? machine.MaxCpuMhz : machine.Cores * (double)host.CoreMhz),
            new MemoryBytes(machine.MemoryMebibytes << 20),
            held is null ? Mobility.Free
                : Mobility.Fixed(held) with
                {
                    MovesWithFiles = WhyHeld(machine) is null && held == WhyLocal(picture, cluster, machine),
                },
            origin is { Group.Length: > 0 } ? new VmGroupId(origin.Group) : null,
            pool is { IsRoot: false, Name.Length: > 0 } ? new ResourcePoolId(pool.Name) : null)
        {
            Live = LiveOf(machine),
            Datastore = DatastoreOf(picture, machine),
            StorageBytes = machine.StorageBytes,
            Snapshots = new SnapshotSet(machine.Snapshots.Select(one => one.Snapshot)),
            Template = origin is { Template.Length: > 0 } ? new VmTemplateId(origin.Template) : null,
            TemplateVersion = origin?.Version,
            Deployment = origin is { Deployment.Length: > 0 } ? new DeploymentId(origin.Deployment) : null,
            Guest = origin?.Guest ?? GuestState.Unknown,
        };
    }

    private IEnumerable<PoolSetting> ShowPools(
        VCenterPicture picture, IReadOnlyDictionary<string, PoolTerms> wishes)
    {
        var members = picture.Machines.Values
            .Where(machine => machine is { IsTemplate: false, Pool: not null })
            .ToLookup(machine => machine.Pool!.Value, IdOf);

        return PoolsOf(picture)
            .DistinctBy(pool => pool.Name, StringComparer.Ordinal)
            .Select(pool => new PoolSetting(
                new ResourcePoolId(pool.Name), new ClusterId(provider.Value), provider,
                pool.Parent is { } above && picture.Pools.GetValueOrDefault(above) is { IsRoot: false } parent
                    ? new ResourcePoolId(parent.Name)
                    : null,
                PoolAmounts.AsAsked(pool, wishes.GetValueOrDefault(pool.Name)),
                [.. members[pool.Reference].Order()])
            {
                IsForeign = IsForeign(pool),
            });
    }

    private Datastore Show(VCenterPicture picture, ClusterFacts own, PlaceFacts datastore) => new(
        new DatastoreId(datastore.Name), provider, new ClusterId(provider.Value), datastore.Capacity, datastore.FreeSpace,
        [
            .. picture.Hosts.Values
                .Where(host => host.Parent == own.Reference && host.Datastores.Contains(datastore.Reference.Id))
                .Select(IdOf).Order(),
        ]);

    private static HostState StateOf(HostFacts host) =>
        host.IsConnected ? HostState.On
        : host.Power is "standBy" or "poweredOff" ? HostState.Off
        : HostState.Unreachable;

    private static PowerState StateOf(MachineFacts machine) => machine switch
    {
        { Origin.IsMade: false } => PowerState.Creating,
        { Connection: "invalid" or "orphaned" or "inaccessible" } => PowerState.Failed,
        { Power: "poweredOn" } => PowerState.On,
        { Power: "suspended" } => PowerState.Suspended,
        _ => PowerState.Off,
    };

    private static LiveResize LiveOf(MachineFacts machine) => machine.IsOn
        ? (machine.AddsCores ? LiveResize.MoreCores : LiveResize.None) |
          (machine.RemovesCores ? LiveResize.FewerCores : LiveResize.None) |
          (machine.AddsMemory ? LiveResize.MoreMemory : LiveResize.None)
        : LiveResize.None;
}
