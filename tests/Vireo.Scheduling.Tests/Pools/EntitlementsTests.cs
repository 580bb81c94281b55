using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Scheduling.Tests.Pools;

/// <summary>Trees of pools as a whole.</summary>
public class EntitlementsTests
{
    private const int Resources = EntitlementTree.Resources;

    private static readonly Gen<(EntitlementTree Tree, double[] Capacity)> Trees =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Double[0.1, 1.5].Array[Resources]).Select(RandomTree);

    [Fact]
    public void Children_share_what_their_pool_has_and_use_it_up_when_they_can() =>
        Trees.Sample(sample =>
        {
            var (tree, capacity) = sample;
            double[] entitled = Entitlements.Of(tree, capacity);

            return Pools(tree).All(node => Enumerable.Range(0, Resources).All(r =>
            {
                double has = entitled[(node * Resources) + r];
                double given = Children(tree, node).Sum(child => entitled[(child * Resources) + r]);
                double usable = Children(tree, node).Sum(child => Usable(tree, child, r));
                bool isUsedUp = tree.Kinds[node] == PoolKind.Arbiter || given >= Math.Min(has, usable) - 1e-7;

                return given <= has + 1e-7 && isUsedUp;
            }));
        });

    [Fact]
    public void Reservations_that_fit_are_always_met_and_limits_never_exceeded() =>
        Trees.Sample(sample =>
        {
            var (tree, capacity) = sample;
            double[] entitled = Entitlements.Of(tree, capacity);

            return Enumerable.Range(1, tree.Count - 1).All(node => Enumerable.Range(0, Resources).All(r =>
            {
                int at = (node * Resources) + r;
                double promised = Math.Min(tree.Reservation[at], tree.Demand[at]);

                return entitled[at] >= promised - 1e-7 && entitled[at] <= tree.Limit[at] + 1e-7;
            }));
        });

    [Fact]
    public void A_tenant_keeps_what_it_may_need_and_lends_the_rest()
    {
        // Two pools of 100 each; the tenant uses 20 and may need 50 before it could have lent capacity back.
        var tree = TwoPools(tenantDemand: 20, otherDemand: 500, reservation: 100);
        tree.Kept[1 * Resources] = 50;

        double[] entitled = Entitlements.Of(tree, [200, 0, 0, 0]);

        Assert.Equal(50, entitled[1 * Resources], 9);
        Assert.Equal(150, entitled[2 * Resources], 9);
    }

    [Fact]
    public void A_tenant_that_needs_its_reservation_has_it_at_once()
    {
        var tree = TwoPools(tenantDemand: 300, otherDemand: 500, reservation: 100);

        double[] entitled = Entitlements.Of(tree, [200, 0, 0, 0]);

        Assert.Equal(100, entitled[1 * Resources], 9);
        Assert.Equal(100, entitled[2 * Resources], 9);
    }

    [Fact]
    public void Static_pools_keep_their_part_whether_they_need_it_or_not()
    {
        var tree = TwoPools(tenantDemand: 0, otherDemand: 500, reservation: 100);
        tree.Kept[1 * Resources] = tree.Limit[1 * Resources] = 100;

        double[] entitled = Entitlements.Of(tree, [200, 0, 0, 0]);

        Assert.Equal(100, entitled[1 * Resources], 9);
        Assert.Equal(100, entitled[2 * Resources], 9);
    }

    [Fact]
    public void Children_in_front_of_their_parent_are_refused() =>
        Assert.Throws<ArgumentException>(() => new EntitlementTree([1, 0], [1, 1]));

    private static EntitlementTree TwoPools(double tenantDemand, double otherDemand, double reservation)
    {
        var tree = new EntitlementTree([1, 3, 4, -1, -1], [2, 1, 1, 0, 0]);
        tree.IsPool[0] = tree.IsPool[1] = tree.IsPool[2] = true;
        tree.Reservation[1 * Resources] = tree.Reservation[2 * Resources] = reservation;
        tree.Demand[3 * Resources] = tenantDemand;
        tree.Demand[4 * Resources] = otherDemand;

        return tree;
    }

    private static IEnumerable<int> Pools(EntitlementTree tree) => Enumerable.Range(0, tree.Count).Where(node => tree.ChildCount[node] > 0);

    private static IEnumerable<int> Children(EntitlementTree tree, int node) =>
        Enumerable.Range(tree.FirstChild[node], tree.ChildCount[node]);

    private static double Usable(EntitlementTree tree, int node, int resource)
    {
        int at = (node * Resources) + resource;

        return Math.Min(tree.Limit[at], Math.Max(tree.Demand[at], tree.Kept[at]));
    }

    // Root, pools, members; reservations of members fit their pool and those of pools fit the capacity, as admission
    // asks.
    private static (EntitlementTree Tree, double[] Capacity) RandomTree(int seed, double[] tightness)
    {
        var random = new Random(seed);
        int pools = random.Next(1, 6);
        int[] members = [.. Enumerable.Range(0, pools).Select(_ => random.Next(0, 6))];
        int count = 1 + pools + members.Sum();
        int[] first = new int[count];
        int[] children = new int[count];
        Array.Fill(first, -1);
        (first[0], children[0]) = (1, pools);
        int next = 1 + pools;
        for (int pool = 0; pool < pools; pool++)
        {
            (first[1 + pool], children[1 + pool]) = (next, members[pool]);
            next += members[pool];
        }

        var tree = new EntitlementTree(first, children);
        double[] capacity = new double[Resources];
        for (int pool = 0; pool <= pools; pool++)
        {
            tree.IsPool[pool] = true;
            tree.Kinds[pool] = (PoolKind)random.Next(3);
        }

        for (int node = 1; node < count; node++)
        {
            tree.Weights[node] = 0.5 + random.NextDouble();
            for (int r = 0; r < Resources; r++)
            {
                int at = (node * Resources) + r;
                tree.Shares[at] = 1 + (99 * random.NextDouble());
                tree.Demand[at] = node > pools && random.Next(4) > 0 ? 10 * random.NextDouble() : 0;
                tree.Reservation[at] = node > pools && random.Next(3) == 0 ? 4 * random.NextDouble() : 0;
                tree.Limit[at] = node > pools && random.Next(4) == 0 ? 4 + random.NextDouble() : double.PositiveInfinity;
            }
        }

        for (int r = 0; r < Resources; r++)
        {
            double demand = 0;
            double reserved = 0;
            for (int pool = 1; pool <= pools; pool++)
            {
                int at = (pool * Resources) + r;
                tree.Reservation[at] = Children(tree, pool).Sum(child => tree.Reservation[(child * Resources) + r]) + random.Next(3);
                tree.Limit[at] = random.Next(3) == 0 ? tree.Reservation[at] + 5 : double.PositiveInfinity;
                tree.Kept[at] = random.Next(3) == 0 ? tree.Reservation[at] * random.NextDouble() : 0;
                reserved += tree.Reservation[at];
                demand += Children(tree, pool).Sum(child => tree.Demand[(child * Resources) + r]);
            }

            capacity[r] = Math.Max(reserved, tightness[r] * demand) + 0.1;
        }

        return (tree, capacity);
    }
}
