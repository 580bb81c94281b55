using System.Runtime.InteropServices;
using Vireo.Fleet;

namespace Vireo.Detection.Incidents.Folding;

/// <summary>What depends on what: a machine on its host, its datastore and its pool, a host on its rack, all of them
/// on their provider.</summary>
internal sealed class Topology
{
    private readonly Dictionary<EntityId, EntityId[]> _above = [];
    private readonly Dictionary<(EntityId Above, EntityKind Kind), List<EntityId>> _dependants = [];
    private readonly ILookup<EntityId, EntityId> _on;

    public Topology(FleetSnapshot fleet)
    {
        foreach (Host host in fleet.Hosts)
        {
            Add(EntityId.Of(host.Id), AboveHost(host));
        }

        foreach (var pool in fleet.Pools.DistinctBy(setting => setting.Pool))
        {
            Add(EntityId.Of(pool.Pool), PoolTree.Above(fleet, pool).Select(EntityId.Of));
        }

        var pools = fleet.Pools.SelectMany(pool => pool.VirtualMachines.Select(machine => (machine, pool.Pool)))
            .GroupBy(pair => pair.machine).ToDictionary(pairs => pairs.Key, pairs => EntityId.Of(pairs.First().Pool));
        foreach (VirtualMachine machine in fleet.VirtualMachines)
        {
            Add(EntityId.Of(machine.Id), AboveMachine(machine, pools));
        }

        _on = fleet.VirtualMachines.Where(machine => machine.Host is not null)
            .ToLookup(machine => EntityId.Of(machine.Host!.Value), machine => EntityId.Of(machine.Id));
    }

    /// <summary>What an entity depends on, the nearest first.</summary>
    public IReadOnlyList<EntityId> Above(EntityId entity) => _above.GetValueOrDefault(entity) ?? [];

    /// <summary>The entities of a kind that depend on another.</summary>
    public IReadOnlyList<EntityId> Dependants(EntityId entity, EntityKind kind) =>
        _dependants.TryGetValue((entity, kind), out List<EntityId>? below) ? below : [];

    /// <summary>The host of a machine and the other machines on it; nothing for all else.</summary>
    public IEnumerable<EntityId> Beside(EntityId machine) =>
        machine.Kind == EntityKind.VirtualMachine && Above(machine) is [{ Kind: EntityKind.Host } host, ..]
            ? _on[host].Where(other => other != machine).Prepend(host)
            : [];

    private IEnumerable<EntityId> AboveMachine(VirtualMachine machine, Dictionary<VirtualMachineId, EntityId> pools)
    {
        IEnumerable<EntityId> host = machine.Host is { } on ? [EntityId.Of(on), .. Above(EntityId.Of(on))] : [];
        IEnumerable<EntityId> group = machine.Group is { } id ? [EntityId.Of(id)] : [];

        IEnumerable<EntityId> pool = pools.TryGetValue(machine.Id, out EntityId drawn) ? [drawn, .. Above(drawn)] : [];

        IEnumerable<EntityId> datastore = machine.Datastore is { } store ? [EntityId.Of(store)] : [];

        return [.. host.Take(1), .. group, .. datastore, .. pool, .. host.Skip(1)];
    }

    private static IEnumerable<EntityId> AboveHost(Host host) => host.FaultDomain.Length > 0
        ? [new(EntityKind.Rack, host.FaultDomain), EntityId.Of(host.Provider)]
        : [EntityId.Of(host.Provider)];

    private void Add(EntityId entity, IEnumerable<EntityId> above)
    {
        EntityId[] all = [.. above];
        _above[entity] = all;
        foreach (EntityId one in all)
        {
            // Each kind apart: ten machines of one host are not ten hosts of one rack.
            CollectionsMarshal.GetValueRefOrAddDefault(_dependants, (one, entity.Kind), out _) ??= [];
            _dependants[(one, entity.Kind)].Add(entity);
        }
    }
}
