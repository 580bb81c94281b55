using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>A cluster's capacity divided among its pools and machines: a pure function of fleet, outlook and
/// policy.</summary>
public sealed class PoolDivision
{
    private const int Resources = EntitlementTree.Resources;
    private readonly FleetSnapshot _fleet;
    private readonly PoolLayout _layout;
    private readonly EntitlementTree _tree;
    private readonly double[] _entitled;
    private readonly ILookup<ResourcePoolId, PoolShortfall> _shortfalls;

    private PoolDivision(FleetSnapshot fleet, PoolLayout layout, EntitlementTree tree)
    {
        double[] capacity = [.. Enum.GetValues<PoolResource>().Select(resource => CapacityOf(fleet, resource))];
        _fleet = fleet;
        _layout = layout;
        _tree = tree;
        _entitled = Entitlements.Of(tree, capacity);
        Shortfalls = [.. PoolAdmission.Check(layout.Configured, resource => capacity[(int)resource])];
        _shortfalls = Shortfalls.ToLookup(missing => missing.Pool);
        Standings = [.. layout.InTreeOrder().Select(Standing)];
    }

    /// <summary>How every configured pool stands, each before the pools in it.</summary>
    public ImmutableArray<PoolStanding> Standings { get; }

    /// <summary>Reservations that cannot be guaranteed.</summary>
    public ImmutableArray<PoolShortfall> Shortfalls { get; }

    /// <summary>Divides; empty where no pools are configured. Network and disk are not forecast, and nothing of them is
    /// needed.</summary>
    public static PoolDivision Of(FleetSnapshot fleet, Outlook outlook, Policy policy) =>
        Of(fleet, outlook, policy, static (_, _) => 0);

    /// <summary>Divides; empty where no pools are configured.</summary>
    /// <param name="fleet">The machines and hosts.</param>
    /// <param name="outlook">What is needed of CPU and memory.</param>
    /// <param name="policy">The pools.</param>
    /// <param name="traffic">What each machine needs of network and disk, in bytes per second: what was measured, where
    /// people are shown how things stand.</param>
    public static PoolDivision Of(
        FleetSnapshot fleet, Outlook outlook, Policy policy, Func<VirtualMachineId, PoolResource, double> traffic)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(traffic);
        var layout = new PoolLayout(fleet, policy);

        return new PoolDivision(fleet, layout, layout.ToTree(new MachineNeeds(outlook, traffic)));
    }

    /// <summary>What a machine is entitled to; null when it is not in the fleet.</summary>
    public double? EntitlementOf(VirtualMachineId machine, PoolResource resource) =>
        _layout.NodeOf(machine) is { } node ? _entitled[(node * Resources) + (int)resource] : null;

    /// <summary>The machines that draw from a pool directly, ordered.</summary>
    public ImmutableArray<VirtualMachineId> MembersOf(ResourcePoolId pool) =>
        [.. _layout.MembersOf(pool).Select(machine => machine.Id)];

    /// <summary>What hosts that can carry machines have of a resource; infinite where hosts do not say.</summary>
    public static double CapacityOf(FleetSnapshot fleet, PoolResource resource)
    {
        ArgumentNullException.ThrowIfNull(fleet);

        return CapacityOf(fleet.Hosts.Where(host => host.CanReceive), resource);
    }

    /// <summary>The same with hosts that are off and that the policy may switch on: what could be guaranteed.</summary>
    public static double WakeableCapacityOf(FleetSnapshot fleet, Policy policy, PoolResource resource)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(policy);

        return CapacityOf(
            fleet.Hosts.Where(host => host.CanReceive ||
                (policy.ManageHostPower && (host with { State = HostState.On }).CanReceive && host.State == HostState.Off)),
            resource);
    }

    private static double CapacityOf(IEnumerable<Host> hosts, PoolResource resource)
    {
        double sum = 0;
        foreach (var host in hosts)
        {
            sum += resource switch
            {
                PoolResource.Cpu => host.CpuCapacity.Value,
                PoolResource.Memory => host.MemoryCapacity.Value,
                PoolResource.Network when host.NetworkCapacity.Value > 0 => host.NetworkCapacity.Value,
                _ => double.PositiveInfinity,
            };
        }

        return sum;
    }

    private PoolStanding Standing((ResourcePool Pool, int Depth) entry)
    {
        var (pool, depth) = entry;

        return new PoolStanding(
            pool.Id, pool.Parent, depth, pool.Kind, pool.Allocation, _layout.CountBelow(pool.Id),
            Standing(pool, PoolResource.Cpu), Standing(pool, PoolResource.Memory),
            Standing(pool, PoolResource.Network), Standing(pool, PoolResource.Disk))
        {
            IsEnforced = _fleet.Pools.Any(setting => setting.Pool == pool.Id && !setting.IsReleased && !setting.IsForeign),
            NotEnforced =
            [
                .. _fleet.Pools.Where(setting => setting.Pool == pool.Id).SelectMany(setting => setting.NotEnforced ?? [])
                    .Distinct().Order(),
            ],
        };
    }

    private ResourceStanding Standing(ResourcePool pool, PoolResource resource)
    {
        int node = _layout.NodeOf(pool.Id);
        int at = (node * Resources) + (int)resource;
        double reservation = _tree.Reservation[at];
        double missing = _shortfalls[pool.Id].Where(one => one.Resource == resource).Sum(one => one.Missing);

        return new ResourceStanding(
            reservation, pool.Terms.Of(resource).Limit, _tree.Shares[at], _tree.Demand[at],
            Math.Min(reservation, Math.Max(_tree.Kept[at], _tree.Demand[at])), _entitled[at],
            Math.Max(0, reservation - missing - _entitled[at]), BorrowedBy(node, (int)resource), missing);
    }

    // Siblings' excess over their reservations comes from what nobody reserved first, then from what others lend.
    private double BorrowedBy(int node, int resource)
    {
        int parent = _layout.ParentOf(node);
        double excess = 0;
        double unreserved = _entitled[(parent * Resources) + resource];
        for (int child = _tree.FirstChild[parent]; child < _tree.FirstChild[parent] + _tree.ChildCount[parent]; child++)
        {
            int at = (child * Resources) + resource;
            excess += Math.Max(0, _entitled[at] - _tree.Reservation[at]);
            unreserved -= _tree.Reservation[at];
        }

        int own = (node * Resources) + resource;
        double mine = Math.Max(0, _entitled[own] - _tree.Reservation[own]);
        double lent = Math.Max(0, excess - Math.Max(0, unreserved));

        return excess > 0 && double.IsFinite(unreserved) ? lent * mine / excess : 0;
    }
}
