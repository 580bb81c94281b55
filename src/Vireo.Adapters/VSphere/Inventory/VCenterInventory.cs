using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Says in the words of the fleet what a picture of a server shows.</summary>
/// <param name="provider">Names the provider and its cluster.</param>
/// <param name="settings">Which cluster, and how it is dealt with.</param>
internal sealed class VCenterInventory(ProviderId provider, VSphereSettings settings)
{
    private const double BytesPerMegabit = 1e6 / 8;

    // Only measured by some hosts: what an ordinary two-socket server takes, so that hosts compare by their load.
    private static readonly PowerCurve OrdinaryServer = new([100, 300]);

    /// <summary>What machines that Vireo made name as who made them.</summary>
    public string Owner => provider.Value;

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
            Pools = [.. ShowPools(picture, own, wishes)],
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

    /// <summary>Why a machine cannot move; null when it can (S3).</summary>
    public string? WhyFixed(VCenterPicture picture, ClusterFacts cluster, MachineFacts machine) =>
        machine.HeldBy.Length > 0 ? $"it is tied to its host by '{machine.HeldBy}'"
        : machine.FaultTolerance is not ("" or "notConfigured")
            ? $"it is fault-tolerant ({machine.FaultTolerance}), and vSphere keeps its pair apart"
        : machine.Connection is not ("" or "connected") ? $"vSphere says that it is {machine.Connection}"
        : machine.Datastores.Select(id => WhyLocal(picture, cluster, id))
            .FirstOrDefault(why => why is not null) is { } local ? local
        : cluster.MovesByItself && !settings.MovesDespiteDrs
            ? "DRS moves the machines of this cluster by itself; set DRS to manual, or say 'movesDespiteDrs: true'"
        : null;

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
        string? held = WhyFixed(picture, picture.Clusters.GetValueOrDefault(host.Parent ?? default) ?? own, machine);
        var pool = machine.Pool is { } reference ? picture.Pools.GetValueOrDefault(reference) : null;
        var origin = machine.Origin?.Owner == provider.Value ? machine.Origin : null;

        return new VirtualMachine(
            IdOf(machine), machine.Name, provider, ClusterOf(picture, own, host.Parent), IdOf(host), StateOf(machine),
            machine.Cores,
            new CpuMhz(machine.MaxCpuMhz > 0 ? machine.MaxCpuMhz : machine.Cores * (double)host.CoreMhz),
            new MemoryBytes(machine.MemoryMebibytes << 20),
            held is null ? Mobility.Free : Mobility.Fixed(held),
            origin is { Group.Length: > 0 } ? new VmGroupId(origin.Group) : null,
            pool is { IsRoot: false, Name.Length: > 0 } ? new ResourcePoolId(pool.Name) : null)
        {
            Live = LiveOf(machine),
            Template = origin is { Template.Length: > 0 } ? new VmTemplateId(origin.Template) : null,
            TemplateVersion = origin?.Version,
            Deployment = origin is { Deployment.Length: > 0 } ? new DeploymentId(origin.Deployment) : null,
            Guest = origin?.Guest ?? GuestState.Unknown,
        };
    }

    private IEnumerable<PoolSetting> ShowPools(
        VCenterPicture picture, ClusterFacts own, IReadOnlyDictionary<string, PoolTerms> wishes)
    {
        var members = picture.Machines.Values
            .Where(machine => machine is { IsTemplate: false, Pool: not null })
            .ToLookup(machine => machine.Pool!.Value, IdOf);

        return picture.Pools.Values
            .Where(pool => pool.Owner == own.Reference && pool is { IsRoot: false, Name.Length: > 0 })
            .OrderBy(pool => pool.Reference.Id, StringComparer.Ordinal)
            .DistinctBy(pool => pool.Name, StringComparer.Ordinal)
            .Select(pool => new PoolSetting(
                new ResourcePoolId(pool.Name), new ClusterId(provider.Value), provider,
                pool.Parent is { } above && picture.Pools.GetValueOrDefault(above) is { IsRoot: false } parent
                    ? new ResourcePoolId(parent.Name)
                    : null,
                PoolAmounts.AsAsked(pool, wishes.GetValueOrDefault(pool.Name)),
                [.. members[pool.Reference].Order()]));
    }

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
