using System.Collections.Frozen;
using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Dashboard.Live;

/// <summary>All that a page needs to draw itself once: one publication, indexed, with the measured load and a verdict
/// on its age. Replaced as a whole at each update.</summary>
public sealed class FleetPicture
{
    private readonly FrozenDictionary<HostId, Host> _hosts;
    private readonly FrozenDictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly ILookup<HostId, VirtualMachine> _byHost;

    /// <summary>Indexes a publication.</summary>
    public FleetPicture(ClusterId cluster, LoopState state, FleetLoad load, Freshness freshness, double? virtualSpeed)
    {
        Cluster = cluster;
        State = state;
        Load = load;
        Freshness = freshness;
        VirtualSpeed = virtualSpeed;
        _hosts = state.Fleet.Hosts.ToFrozenDictionary(host => host.Id);
        _machines = state.Fleet.VirtualMachines.ToFrozenDictionary(machine => machine.Id);
        _byHost = state.Fleet.VirtualMachines
            .Where(machine => machine.Host is not null)
            .ToLookup(machine => machine.Host.GetValueOrDefault());
    }

    /// <summary>The placement domain shown.</summary>
    public ClusterId Cluster { get; }

    /// <summary>The publication.</summary>
    public LoopState State { get; }

    /// <summary>Measured load.</summary>
    public FleetLoad Load { get; }

    /// <summary>Whether to believe it.</summary>
    public Freshness Freshness { get; }

    /// <summary>How fast the loop's clock runs when the fleet is simulated or replayed; null when it is the wall clock.
    /// </summary>
    public double? VirtualSpeed { get; }

    /// <summary>The loop's clock at publication: what "now" means on every page.</summary>
    public DateTimeOffset Now => State.At;

    /// <summary>All hosts, ordered by identifier.</summary>
    public ImmutableArray<Host> Hosts => State.Fleet.Hosts;

    /// <summary>All machines, ordered by identifier.</summary>
    public ImmutableArray<VirtualMachine> Machines => State.Fleet.VirtualMachines;

    /// <summary>Finds a host; null when the inventory does not hold it.</summary>
    public Host? Find(HostId id) => _hosts.GetValueOrDefault(id);

    /// <summary>Finds a machine; null when the inventory does not hold it.</summary>
    public VirtualMachine? Find(VirtualMachineId id) => _machines.GetValueOrDefault(id);

    /// <summary>The machines placed on a host.</summary>
    public IEnumerable<VirtualMachine> On(HostId host) => _byHost[host];

    /// <summary>What people call an entity; its identifier when it is gone from the inventory.</summary>
    public string NameOf(EntityId entity) => entity.Kind switch
    {
        EntityKind.Host => Find(new HostId(entity.Value))?.Name ?? entity.Value,
        EntityKind.VirtualMachine => Find(new VirtualMachineId(entity.Value))?.Name ?? entity.Value,
        _ => entity.Value,
    };

    /// <summary>The same publication under another verdict on its age.</summary>
    public FleetPicture With(Freshness freshness) => new(Cluster, State, Load, freshness, VirtualSpeed);
}
