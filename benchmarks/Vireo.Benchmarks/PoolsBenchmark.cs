using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Benchmarks;

/// <summary>Entitlements of a large cloud: 100,000 machines in 1,000 pools, four resources, all of them
/// short.</summary>
public static class PoolsBenchmark
{
    private const int Resources = EntitlementTree.Resources;
    private const int Machines = 100_000;
    private const int Pools = 1_000;
    private const int Departments = 20;
    private const int Repetitions = 21;
    private const double TargetSeconds = 0.1;
    private const int Seed = 20_260_105;

    /// <summary>Runs it; a few seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        foreach (var kind in new[] { PoolKind.Shared, PoolKind.Arbiter })
        {
            var (tree, capacity) = Cloud(kind);
            var (wall, cpu) = Measure.Median(context.Time, Repetitions, _ => Entitlements.Of(tree, capacity));
            string what = $"pools: {Machines:#,0} VMs in {Pools:#,0} pools, 4 short resources, {kind}";
            yield return new($"{what}, wall", wall * 1_000, "ms", null, HigherIsBetter: false);
            yield return new($"{what}, cpu", cpu * 1_000, "ms", TargetSeconds * 1_000, HigherIsBetter: false);
        }

        var (flat, room) = Flat();
        var (one, _) = Measure.Median(context.Time, Repetitions, _ => Entitlements.Of(flat, room));
        yield return new($"pools: {Machines:#,0} VMs in one pool, wall", one * 1_000, "ms", null, HigherIsBetter: false);
    }

    private static (EntitlementTree Tree, double[] Capacity) Cloud(PoolKind kind)
    {
        int count = 1 + Departments + Pools + Machines;
        int[] first = new int[count];
        int[] children = new int[count];
        Array.Fill(first, -1);
        (first[0], children[0]) = (1, Departments);
        for (int i = 0; i < Departments; i++)
        {
            (first[1 + i], children[1 + i]) = (1 + Departments + (i * Pools / Departments), Pools / Departments);
        }

        for (int i = 0; i < Pools; i++)
        {
            (first[1 + Departments + i], children[1 + Departments + i]) =
                (1 + Departments + Pools + (i * Machines / Pools), Machines / Pools);
        }

        var tree = new EntitlementTree(first, children);
        for (int node = 0; node < 1 + Departments + Pools; node++)
        {
            tree.IsPool[node] = true;
            tree.Kinds[node] = kind;
        }

        return (tree, Fill(tree, from: 1 + Departments + Pools));
    }

    private static (EntitlementTree Tree, double[] Capacity) Flat()
    {
        int[] first = new int[1 + Machines];
        int[] children = new int[1 + Machines];
        Array.Fill(first, -1);
        (first[0], children[0]) = (1, Machines);
        var tree = new EntitlementTree(first, children);
        tree.IsPool[0] = true;

        return (tree, Fill(tree, from: 1));
    }

    // A fifth of all demand is reserved, and there is room for four fifths of it.
    private static double[] Fill(EntitlementTree tree, int from)
    {
        var random = new Random(Seed);
        double[] capacity = new double[Resources];
        for (int node = 1; node < tree.Count; node++)
        {
            for (int resource = 0; resource < Resources; resource++)
            {
                int at = (node * Resources) + resource;
                tree.Shares[at] = 1 + random.Next(8);
                if (node >= from)
                {
                    tree.Demand[at] = random.NextDouble();
                    tree.Reservation[at] = 0.2 * random.NextDouble();
                    tree.Limit[at] = 0.8;
                    capacity[resource] += 0.8 * tree.Demand[at];
                }
            }
        }

        return capacity;
    }
}
