using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>Where pools and machines stand in the tree: the cluster at the root, each level side by side, machines as
/// leaves.</summary>
internal sealed class PoolLayout
{
    private const int Resources = EntitlementTree.Resources;
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<ResourcePoolId, Node> _pools = [];
    private readonly Dictionary<VirtualMachineId, int> _machines = [];

    /// <summary>Lays pools and machines out. A parent that is not configured, or that is below its own child, counts as
    /// the cluster; machines in no pool are parts of the cluster beside its pools.</summary>
    public PoolLayout(FleetSnapshot fleet, Policy policy)
    {
        Configured = [.. policy.Pools.DistinctBy(pool => pool.Id).OrderBy(pool => pool.Id)];
        var root = new Node(null, null);
        foreach (var pool in Configured)
        {
            _pools.Add(pool.Id, new Node(pool, null));
        }

        foreach (var pool in Configured)
        {
            (ParentOf(pool) ?? root).Children.Add(_pools[pool.Id]);
        }

        var membership = new PoolMembership(policy);
        foreach (var machine in fleet.VirtualMachines)
        {
            var home = membership.Of(machine) is { } pool ? _pools[pool] : root;
            home.Children.Add(new Node(null, machine));
        }

        Number(root);
    }

    /// <summary>The pools, by identifier.</summary>
    public IReadOnlyList<ResourcePool> Configured { get; }

    /// <summary>Each pool before those in it.</summary>
    public IEnumerable<(ResourcePool Pool, int Depth)> InTreeOrder() => Below(_nodes[0], 0);

    /// <summary>The node of a pool.</summary>
    public int NodeOf(ResourcePoolId pool) => _pools[pool].Number;

    /// <summary>The node of a machine.</summary>
    public int? NodeOf(VirtualMachineId machine) => _machines.TryGetValue(machine, out int node) ? node : null;

    /// <summary>The node above another.</summary>
    public int ParentOf(int node) => _nodes[node].Parent;

    /// <summary>Machines that draw from a pool directly, in the order of the fleet.</summary>
    public IEnumerable<VirtualMachine> MembersOf(ResourcePoolId pool) =>
        _pools[pool].Children.Where(child => child.Machine is not null).Select(child => child.Machine!);

    /// <summary>The machines in a pool and below it.</summary>
    public IEnumerable<VirtualMachine> MachinesBelow(ResourcePoolId pool) => MachinesBelow(_pools[pool]);

    /// <summary>Machines in a pool and below it.</summary>
    public int CountBelow(ResourcePoolId pool) => CountBelow(_pools[pool]);

    /// <summary>The tree with terms and needs.</summary>
    public EntitlementTree ToTree(MachineNeeds needs)
    {
        var tree = new EntitlementTree(
            [.. _nodes.Select(node => node.FirstChild)], [.. _nodes.Select(node => node.Children.Count)]);
        double[] sizes = new double[tree.Count * Resources];
        for (int number = _nodes.Count - 1; number >= 0; number--)
        {
            var node = _nodes[number];
            tree.IsPool[number] = node.Machine is null;
            tree.Kinds[number] = node.Pool?.Kind ?? PoolKind.Shared;
            tree.Weights[number] = node.Pool?.Weight ?? 1;
            for (int resource = 0; resource < Resources; resource++)
            {
                Fill(tree, node, (PoolResource)resource, needs, sizes);
            }
        }

        foreach (var node in _nodes.Where(node => node.Children.Count > 0))
        {
            for (int resource = 0; resource < Resources; resource++)
            {
                Weigh(tree, node, (PoolResource)resource, sizes);
            }
        }

        return tree;
    }

    // Children of one node stand side by side when nodes are numbered level by level.
    private void Number(Node root)
    {
        _nodes.Add(root);
        for (int number = 0; number < _nodes.Count; number++)
        {
            var node = _nodes[number];
            node.Number = number;
            node.FirstChild = node.Children.Count > 0 ? _nodes.Count : -1;
            foreach (var child in node.Children)
            {
                child.Parent = number;
                _nodes.Add(child);
            }

            if (node.Machine is { } machine)
            {
                _machines[machine.Id] = number;
            }
        }
    }

    private Node? ParentOf(ResourcePool pool)
    {
        var above = pool.Parent;
        for (int steps = 0; above is { } id && _pools.TryGetValue(id, out var node); steps++)
        {
            if (id == pool.Id || steps > Configured.Count)
            {
                return null;
            }

            above = node.Pool!.Parent;
        }

        return pool.Parent is { } parent ? _pools.GetValueOrDefault(parent) : null;
    }

    private static void Fill(EntitlementTree tree, Node node, PoolResource resource, MachineNeeds needs, double[] sizes)
    {
        int at = (node.Number * Resources) + (int)resource;
        if (node.Machine is { } machine)
        {
            tree.Demand[at] = needs.Now(machine, resource);
            sizes[at] = resource == PoolResource.Cpu ? machine.CpuCapacity.Value : machine.Memory.Value;
            return;
        }

        for (int child = node.FirstChild; child < node.FirstChild + node.Children.Count; child++)
        {
            sizes[at] += sizes[(child * Resources) + (int)resource];
        }

        if (node.Pool is { } pool)
        {
            var terms = pool.Terms.Of(resource);
            bool isFixed = pool.Allocation == PoolAllocation.Static;
            tree.Reservation[at] = terms.Reservation;
            tree.Limit[at] = Math.Min(
                terms.Limit ?? double.PositiveInfinity, isFixed ? terms.Reservation : double.PositiveInfinity);
            tree.Kept[at] = isFixed || resource is PoolResource.Network or PoolResource.Disk
                ? terms.Reservation
                : Math.Min(terms.Reservation, KeptBy(pool, node, resource, needs));
        }
    }

    // No data, no lending: what is not forecast is kept in full.
    private static double KeptBy(ResourcePool pool, Node node, PoolResource resource, MachineNeeds needs) =>
        pool.Kind != PoolKind.Tenant ? 0
        : needs.Within(pool, resource) ?? MachinesBelow(node).Sum(machine =>
            needs.Within(machine, resource, pool.RecallWithin, pool.LendingConfidence));

    // Children without shares weigh by size, at the rate of those that have some.
    private static void Weigh(EntitlementTree tree, Node node, PoolResource resource, double[] sizes)
    {
        double shares = 0;
        double weighed = 0;
        foreach (var child in node.Children)
        {
            if (child.Pool?.Terms.Of(resource).Shares is { } own)
            {
                shares += own;
                weighed += sizes[(child.Number * Resources) + (int)resource];
            }
        }

        double rate = shares > 0 && weighed > 0 ? shares / weighed : 1;
        foreach (var child in node.Children)
        {
            int at = (child.Number * Resources) + (int)resource;
            tree.Shares[at] = child.Pool?.Terms.Of(resource).Shares ?? Math.Max(sizes[at] * rate, 1e-9);
        }
    }

    private static IEnumerable<(ResourcePool Pool, int Depth)> Below(Node node, int depth) =>
        node.Children.Where(child => child.Pool is not null)
            .SelectMany(child => Below(child, depth + 1).Prepend((child.Pool!, depth)));

    private static IEnumerable<VirtualMachine> MachinesBelow(Node node) => node.Children.SelectMany(child =>
        child.Machine is { } machine ? [machine] : MachinesBelow(child));

    private static int CountBelow(Node node) =>
        node.Children.Sum(child => child.Machine is not null ? 1 : CountBelow(child));

    private sealed class Node(ResourcePool? pool, VirtualMachine? machine)
    {
        public ResourcePool? Pool { get; } = pool;

        public VirtualMachine? Machine { get; } = machine;

        public List<Node> Children { get; } = [];

        public int Number { get; set; }

        public int Parent { get; set; }

        public int FirstChild { get; set; }
    }
}
