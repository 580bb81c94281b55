using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>What every pool and member is entitled to: capacity divided from the root down, all resources,
/// exactly.</summary>
/// <remarks>Demand, floors and ceilings are summed from the leaves up; then each pool divides what it has among its
/// children, by shares or, an arbiter, by dominant shares. O(n log n) in nodes.</remarks>
public static class Entitlements
{
    private const int Resources = EntitlementTree.Resources;

    /// <summary>Computes them.</summary>
    /// <param name="tree">Who wants what under which terms; demand of pools is filled in.</param>
    /// <param name="capacity">What there is of each resource.</param>
    /// <returns>Node-major like the tree.</returns>
    /// <exception cref="ArgumentException">The capacity is not one value a resource.</exception>
    public static double[] Of(EntitlementTree tree, ReadOnlySpan<double> capacity)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (capacity.Length != Resources)
        {
            throw new ArgumentException($"Expected {Resources} capacities, one a resource.", nameof(capacity));
        }

        double[] floors = new double[tree.Count * Resources];
        double[] ceilings = new double[tree.Count * Resources];
        GatherNeeds(tree, floors, ceilings);
        double[] entitled = new double[tree.Count * Resources];
        capacity.CopyTo(entitled);
        var scratch = new Scratch();
        for (int node = 0; node < tree.Count; node++)
        {
            if (tree.ChildCount[node] > 0)
            {
                Divide(tree, node, floors, ceilings, entitled, scratch);
            }
        }

        return entitled;
    }

    // Children stand behind their parents, so walking backwards meets them first.
    private static void GatherNeeds(EntitlementTree tree, double[] floors, double[] ceilings)
    {
        for (int node = tree.Count - 1; node >= 0; node--)
        {
            int first = tree.FirstChild[node];
            for (int resource = 0; resource < Resources; resource++)
            {
                int at = (node * Resources) + resource;
                double promised = 0;
                if (tree.IsPool[node])
                {
                    double wanted = 0;
                    for (int child = first; child < first + tree.ChildCount[node]; child++)
                    {
                        wanted += ceilings[(child * Resources) + resource];
                        promised += floors[(child * Resources) + resource];
                    }

                    tree.Demand[at] = wanted;
                }

                double most = Math.Min(tree.Limit[at], Math.Max(tree.Demand[at], tree.Kept[at]));
                double reserved = Math.Min(tree.Reservation[at], Math.Max(tree.Demand[at], tree.Kept[at]));

                // A pool that was admitted covers its members' reservations; one that was not still hands them on.
                floors[at] = Math.Min(most, Math.Max(reserved, promised));
                ceilings[at] = most;
            }
        }
    }

    private static void Divide(
        EntitlementTree tree, int node, double[] floors, double[] ceilings, double[] entitled, Scratch scratch)
    {
        int first = tree.FirstChild[node];
        int count = tree.ChildCount[node];
        if (tree.Kinds[node] == PoolKind.Arbiter)
        {
            var range = (first * Resources)..((first + count) * Resources);
            DominantFairness.Divide(
                entitled.AsSpan(node * Resources, Resources), floors.AsSpan(range), ceilings.AsSpan(range),
                tree.Weights.AsSpan(first, count), entitled.AsSpan(range));

            return;
        }

        scratch.Reserve(count);
        for (int resource = 0; resource < Resources; resource++)
        {
            double capacity = entitled[(node * Resources) + resource];
            for (int i = 0; i < count; i++)
            {
                int at = ((first + i) * Resources) + resource;
                scratch.Shares[i] = tree.Shares[at];
                scratch.Ceilings[i] = ceilings[at];
                scratch.Floors[i] = floors[at];
            }

            FairDivision.Divide(
                capacity, scratch.Floors.AsSpan(0, count), scratch.Ceilings.AsSpan(0, count),
                scratch.Shares.AsSpan(0, count), scratch.Result.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                entitled[((first + i) * Resources) + resource] = scratch.Result[i];
            }
        }
    }

    private sealed class Scratch
    {
        public double[] Floors { get; private set; } = [];

        public double[] Ceilings { get; private set; } = [];

        public double[] Shares { get; private set; } = [];

        public double[] Result { get; private set; } = [];

        public void Reserve(int count)
        {
            if (Floors.Length < count)
            {
                Floors = new double[count];
                Ceilings = new double[count];
                Shares = new double[count];
                Result = new double[count];
            }
        }
    }
}
