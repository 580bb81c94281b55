using Vireo.Fleet;

namespace Vireo.Detection.Incidents.Folding;

/// <summary>What depends on what: a machine on its host and its pool, a host on its rack, all of them on their
/// provider.</summary>
internal sealed class Topology
{
    private readonly Dictionary<EntityId, EntityId[]> _above = [];
    private readonly Dictionary<EntityId, int> _dependants = [];

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
    }

    /// <summary>What an entity depends on, the nearest first.</summary>
    public IReadOnlyList<EntityId> Above(EntityId entity) => _above.GetValueOrDefault(entity) ?? [];

    /// <summary>How many entities of a kind depend on another.</summary>
    public int Dependants(EntityId entity, EntityKind kind) =>
        _dependants.GetValueOrDefault(Key(entity, kind));

    private IEnumerable<EntityId> AboveMachine(VirtualMachine machine, Dictionary<VirtualMachineId, EntityId> pools)
    {
        IEnumerable<EntityId> host = machine.Host is { } on ? [EntityId.Of(on), .. Above(EntityId.Of(on))] : [];
        IEnumerable<EntityId> group = machine.Group is { } id ? [EntityId.Of(id)] : [];

        IEnumerable<EntityId> pool = pools.TryGetValue(machine.Id, out EntityId drawn) ? [drawn, .. Above(drawn)] : [];

        return [.. host.Take(1), .. group, .. pool, .. host.Skip(1)];
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
            EntityId key = Key(one, entity.Kind);
            _dependants[key] = _dependants.GetValueOrDefault(key) + 1;
        }
    }

    // Counted for each kind apart: ten machines of one host are not ten hosts of one rack.
    private static EntityId Key(EntityId entity, EntityKind kind) => entity with { Value = $"{kind}:{entity.Value}" };
}
