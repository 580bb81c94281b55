using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>Pools and their members as arrays: a node's children stand side by side, behind it.</summary>
/// <remarks>Amounts are node-major: node <c>n</c> and resource <c>r</c> are at <c>n · Resources + r</c>. Node 0 is the
/// root. Members are leaves: they have no children, and their demand is given; a pool's is the sum of what its members
/// can use.</remarks>
public sealed class EntitlementTree
{
    /// <summary>Resources that are divided: as many as <see cref="PoolResource"/> has values.</summary>
    public const int Resources = 4;

    /// <summary>Makes room; every leaf starts with no demand, no reservation, no limit and equal shares.</summary>
    /// <param name="firstChild">The first child of each node; -1 for leaves.</param>
    /// <param name="childCount">How many follow from there.</param>
    /// <exception cref="ArgumentException">Children do not stand behind their parent.</exception>
    public EntitlementTree(int[] firstChild, int[] childCount)
    {
        ArgumentNullException.ThrowIfNull(firstChild);
        ArgumentNullException.ThrowIfNull(childCount);
        for (int node = 0; node < firstChild.Length; node++)
        {
            if (childCount[node] > 0 && (firstChild[node] <= node || firstChild[node] + childCount[node] > firstChild.Length))
            {
                throw new ArgumentException($"The children of node {node} have to stand behind it.", nameof(firstChild));
            }
        }

        FirstChild = firstChild;
        ChildCount = childCount;
        int nodes = firstChild.Length;
        Kinds = new PoolKind[nodes];
        IsPool = new bool[nodes];
        Weights = Filled(nodes, 1);
        Demand = new double[nodes * Resources];
        Kept = new double[nodes * Resources];
        Reservation = new double[nodes * Resources];
        Limit = Filled(nodes * Resources, double.PositiveInfinity);
        Shares = Filled(nodes * Resources, 1);
    }

    /// <summary>Nodes.</summary>
    public int Count => FirstChild.Length;

    /// <summary>The first child of each node; -1 for leaves.</summary>
    public int[] FirstChild { get; }

    /// <summary>Children of each node.</summary>
    public int[] ChildCount { get; }

    /// <summary>How each pool divides among its children.</summary>
    public PoolKind[] Kinds { get; }

    /// <summary>Whether a node is a pool, which may be empty, rather than a member.</summary>
    public bool[] IsPool { get; }

    /// <summary>Weights under an arbiter, above 0.</summary>
    public double[] Weights { get; }

    /// <summary>What leaves want; of pools it is computed.</summary>
    public double[] Demand { get; }

    /// <summary>What a pool keeps of its reservation beyond what it wants now: the part that may be needed before lent
    /// capacity could be back.</summary>
    public double[] Kept { get; }

    /// <summary>What each gets whenever it wants it.</summary>
    public double[] Reservation { get; }

    /// <summary>What each never gets more than.</summary>
    public double[] Limit { get; }

    /// <summary>Weights between the two, above 0.</summary>
    public double[] Shares { get; }

    private static double[] Filled(int length, double value)
    {
        double[] values = new double[length];
        Array.Fill(values, value);

        return values;
    }
}
