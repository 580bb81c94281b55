using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Simulation;

/// <content>Resource pools as a hypervisor enforces them: limits over all hosts, and on a host that is short of CPU
/// each pool's reservation and shares, in proportion to what it wants there.</content>
internal sealed partial class SimulatedFleet
{
    private const int Cpu = (int)PoolResource.Cpu;
    private readonly SortedDictionary<ResourcePoolId, PoolSetting> _pools = [];
    private readonly Dictionary<int, ResourcePoolId> _poolOf = [];
    private readonly Dictionary<ResourcePoolId, double> _poolBounds = [];
    private readonly Dictionary<ResourcePoolId, double> _poolWants = [];
    private double[] _poolCuts = new double[64];

    private bool HasPools => _pools.Count > 0;

    /// <summary>Pools in force, ordered.</summary>
    public ImmutableArray<PoolSetting> ShowPools() => [.. _pools.Values];

    /// <summary>Creates a pool, or changes its terms and members.</summary>
    /// <exception cref="ProviderException">A member, or the pool above, does not exist.</exception>
    public FleetOperation SetPool(SetPoolTerms action)
    {
        var setting = action.Setting;
        if (setting.Parent is { } parent && !_pools.ContainsKey(parent))
        {
            throw Refuse($"Pool '{setting.Pool}' is to be part of '{parent}', which does not exist.");
        }

        int[] members = [.. setting.VirtualMachines.Select(MachineIndex)];
        Bring(Now);
        _pools[setting.Pool] = setting;
        foreach (int former in _poolOf.Where(pair => pair.Value == setting.Pool).Select(pair => pair.Key).ToList())
        {
            _poolOf.Remove(former);
        }

        foreach (int member in members)
        {
            _poolOf[member] = setting.Pool;
        }

        InventoryVersion++;
        Tell(FleetEventKind.Reconfigured, EntityId.Of(setting.Pool), $"Has {members.Length} machines and new terms.");
        UpdateAll();

        return Done(action, subject: -1, "Terms are in force.");
    }

    /// <summary>By how much every pool's limit cuts what its machines may use.</summary>
    private void BoundPools()
    {
        if (!HasPools)
        {
            return;
        }

        _poolWants.Clear();
        foreach (var (index, pool) in _poolOf)
        {
            if (_machines[index].IsRunning)
            {
                double wanted = DemandOf(_machines[index]);
                for (ResourcePoolId? at = pool; at is { } id; at = _pools.GetValueOrDefault(id)?.Parent)
                {
                    _poolWants[id] = _poolWants.GetValueOrDefault(id) + wanted;
                }
            }
        }

        foreach (var pool in _pools.Values)
        {
            double wanted = _poolWants.GetValueOrDefault(pool.Pool);
            _poolBounds[pool.Pool] = pool.Terms.Cpu.Limit is { } limit && wanted > limit ? limit / wanted : 1;
        }
    }

    private double BoundOf(int machine)
    {
        double bound = 1;
        if (HasPools && _poolOf.TryGetValue(machine, out var pool))
        {
            for (ResourcePoolId? at = pool; at is { } id; at = _pools.GetValueOrDefault(id)?.Parent)
            {
                bound = Math.Min(bound, _poolBounds.GetValueOrDefault(id, 1));
            }
        }

        return bound;
    }

    /// <summary>Fills in which part of its wish each resident of a host that is short gets.</summary>
    private void DivideByPools(HostSlot host, ReadOnlySpan<int> residents)
    {
        // The host, the pools in it, then its residents level by level.
        var children = new SortedDictionary<ResourcePoolId, List<int>>();
        var loose = new List<int>();
        for (int i = 0; i < residents.Length; i++)
        {
            if (_poolOf.TryGetValue(residents[i], out var pool))
            {
                if (!children.TryGetValue(pool, out var members))
                {
                    children[pool] = members = [];
                }

                members.Add(i);
            }
            else
            {
                loose.Add(i);
            }
        }

        var tree = LayOut(children, loose, out int[] leafOf);
        for (int i = 0; i < residents.Length; i++)
        {
            tree.Demand[(leafOf[i] * EntitlementTree.Resources) + Cpu] = _weights[i];
            tree.Shares[(leafOf[i] * EntitlementTree.Resources) + Cpu] = _machines[residents[i]].View.CpuCapacity.Value;
        }

        double[] entitled = Entitlements.Of(tree, [host.TotalMhz, 0, 0, 0]);
        for (int i = 0; i < residents.Length; i++)
        {
            _poolCuts[i] = _weights[i] > 0 ? entitled[(leafOf[i] * EntitlementTree.Resources) + Cpu] / _weights[i] : 1;
        }
    }

    // Pools in pools stand side by side here: their terms are the part of the whole pool's that is wanted on this host.
    private EntitlementTree LayOut(SortedDictionary<ResourcePoolId, List<int>> children, List<int> loose, out int[] leafOf)
    {
        int pools = children.Count;
        int count = 1 + pools + loose.Count + children.Values.Sum(members => members.Count);
        int[] first = new int[count];
        int[] counts = new int[count];
        int[] leaves = leafOf = new int[_poolCuts.Length];
        Array.Fill(first, -1);
        (first[0], counts[0]) = (1, pools + loose.Count);
        int next = 1 + pools;
        foreach (int resident in loose)
        {
            leaves[resident] = next++;
        }

        int node = 1;
        foreach (var members in children.Values)
        {
            (first[node], counts[node]) = (next, members.Count);
            members.ForEach(resident => leaves[resident] = next++);
            node++;
        }

        var tree = new EntitlementTree(first, counts);
        tree.IsPool[0] = true;
        node = 1;
        foreach (var (pool, members) in children)
        {
            int at = (node * EntitlementTree.Resources) + Cpu;
            double part = _poolWants.GetValueOrDefault(pool) is > 0 and var wanted
                ? Math.Min(1, members.Sum(resident => _weights[resident]) / wanted)
                : 0;
            tree.IsPool[node++] = true;
            tree.Reservation[at] = _pools[pool].Terms.Cpu.Reservation * part;
            tree.Shares[at] = Math.Max(1e-9, (_pools[pool].Terms.Cpu.Shares ?? 0) * part);
        }

        return tree;
    }
}
