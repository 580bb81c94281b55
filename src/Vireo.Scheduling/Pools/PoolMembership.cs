using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>Which pool each machine draws from: by identifier, then by group, then by name, then as its provider
/// says.</summary>
internal sealed class PoolMembership
{
    private readonly Dictionary<VirtualMachineId, ResourcePoolId> _byMachine = [];
    private readonly Dictionary<VmGroupId, ResourcePoolId> _byGroup = [];
    private readonly List<(string Pattern, ResourcePoolId Pool)> _byName = [];
    private readonly HashSet<ResourcePoolId> _known = [];

    /// <summary>Indexes the pools; of two that claim one machine the first stands.</summary>
    public PoolMembership(Policy policy)
    {
        foreach (var pool in policy.Pools)
        {
            _known.Add(pool.Id);
            foreach (var machine in pool.VirtualMachines)
            {
                _byMachine.TryAdd(machine, pool.Id);
            }

            foreach (var group in pool.Groups)
            {
                _byGroup.TryAdd(group, pool.Id);
            }

            _byName.AddRange(pool.Names.Select(pattern => (pattern, pool.Id)));
        }
    }

    /// <summary>The pool of a machine; null when it is in none that is configured.</summary>
    public ResourcePoolId? Of(VirtualMachine machine)
    {
        if (_byMachine.TryGetValue(machine.Id, out var pool) ||
            (machine.Group is { } group && _byGroup.TryGetValue(group, out pool)))
        {
            return pool;
        }

        foreach (var (pattern, named) in _byName)
        {
            if (NamePattern.Matches(pattern, machine.Name))
            {
                return named;
            }
        }

        return machine.Pool is { } told && _known.Contains(told) ? told : null;
    }
}
