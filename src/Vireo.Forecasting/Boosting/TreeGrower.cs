using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>Grows one tree after another, leaf-wise: the leaf whose split gains most is split next.</summary>
/// <remarks>One histogram serves all quantile levels, for a bin's sum is a vector with a lane for each. The sums of the
/// larger child are the parent's minus the smaller child's. Work areas are made once; results are the same on any
/// machine with the same arithmetic, for everything runs in one order on one thread.</remarks>
internal sealed class TreeGrower
{
    private readonly BinnedRows _rows;
    private readonly int _leaves;
    private readonly sbyte[] _directions;
    private readonly float _smallestLeaf;
    private readonly Vector256<float>[][] _histograms;
    private readonly Leaf[] _leaf;
    private readonly int[] _order;
    private readonly int[] _aside;
    private readonly List<QuantileTree.Node> _nodes = [];

    public TreeGrower(BinnedRows rows, int leaves, int smallestLeaf, sbyte[] directions)
    {
        _rows = rows;
        _leaves = leaves;
        _directions = directions;
        _smallestLeaf = smallestLeaf;
        _histograms = new Vector256<float>[leaves][];
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            _histograms[leaf] = new Vector256<float>[rows.Rows.Width * FeatureBins.Count];
        }

        _leaf = new Leaf[leaves];
        _order = new int[rows.Rows.Count];
        _aside = new int[rows.Rows.Count];
    }

    /// <summary>Leaves of the tree grown last.</summary>
    public int Leaves { get; private set; }

    /// <summary>Inner nodes of the tree grown last.</summary>
    public QuantileTree.Node[] Nodes => [.. _nodes];

    /// <summary>The sampled rows in a leaf of the tree grown last.</summary>
    public ReadOnlySpan<int> RowsOf(int leaf) => _order.AsSpan(_leaf[leaf].First, _leaf[leaf].Count);

    /// <summary>Grows a tree.</summary>
    /// <param name="sample">The rows to use.</param>
    /// <param name="above">For each row the set of levels whose forecast lies above its target.</param>
    /// <param name="allowed">Features that may be used.</param>
    public void Grow(ReadOnlySpan<int> sample, byte[] above, ReadOnlySpan<bool> allowed)
    {
        _nodes.Clear();
        sample.CopyTo(_order);
        Leaves = 1;
        Sum(sample, above, _histograms[0]);
        _leaf[0] = new(0, sample.Length, -1, false, Find(0, allowed));
        while (Leaves < _leaves)
        {
            int best = 0;
            for (int leaf = 1; leaf < Leaves; leaf++)
            {
                best = _leaf[leaf].Split.Gain > _leaf[best].Split.Gain ? leaf : best;
            }

            if (!_leaf[best].Split.Exists)
            {
                break;
            }

            Divide(best, above, allowed);
        }
    }

    private void Divide(int leaf, byte[] above, ReadOnlySpan<bool> allowed)
    {
        Leaf parent = _leaf[leaf];
        int right = Leaves++;
        int node = _nodes.Count;
        Split split = parent.Split;
        _nodes.Add(new(split.Feature, _rows.Cuts.Cut(split.Feature, split.Bin), ~leaf, ~right));
        if (parent.Node >= 0)
        {
            QuantileTree.Node grand = _nodes[parent.Node];
            _nodes[parent.Node] = parent.IsRight ? grand with { Right = node } : grand with { Left = node };
        }

        int count = Partition(parent, split);
        bool leftIsSmaller = count <= parent.Count - count;
        Vector256<float>[] larger = _histograms[leaf];
        Vector256<float>[] smaller = _histograms[right];
        int smallerFirst = leftIsSmaller ? parent.First : parent.First + count;
        Sum(_order.AsSpan(smallerFirst, Math.Min(count, parent.Count - count)), above, smaller);
        Subtract(larger, smaller);
        _histograms[leaf] = leftIsSmaller ? smaller : larger;
        _histograms[right] = leftIsSmaller ? larger : smaller;
        _leaf[leaf] = new(parent.First, count, node, false, Find(leaf, allowed));
        _leaf[right] = new(parent.First + count, parent.Count - count, node, true, Find(right, allowed));
    }

    private Split Find(int leaf, ReadOnlySpan<bool> allowed) =>
        SplitFinder.Best(_histograms[leaf], _rows.Cuts, allowed, _directions, _smallestLeaf);

    // Stable, so that rows stay in order and memory is read forwards.
    private int Partition(Leaf leaf, Split split)
    {
        Span<int> rows = _order.AsSpan(leaf.First, leaf.Count);
        int features = _rows.Rows.Width;
        int kept = 0;
        int moved = 0;
        foreach (int row in rows)
        {
            if (_rows.Bins[(row * features) + split.Feature] <= split.Bin)
            {
                rows[kept++] = row;
            }
            else
            {
                _aside[moved++] = row;
            }
        }

        _aside.AsSpan(0, moved).CopyTo(rows[kept..]);

        return kept;
    }

    private void Sum(ReadOnlySpan<int> rows, byte[] above, Vector256<float>[] histogram)
    {
        Array.Clear(histogram);
        int features = _rows.Rows.Width;
        ref Vector256<float> sums = ref MemoryMarshal.GetArrayDataReference(histogram);
        Vector256<float>[] gradients = QuantileLevels.Gradients;
        foreach (int row in rows)
        {
            Vector256<float> gradient = gradients[above[row]];
            ReadOnlySpan<byte> bins = _rows.Row(row);
            int offset = 0;
            foreach (byte bin in bins)
            {
                Unsafe.Add(ref sums, offset + bin) += gradient;
                offset += FeatureBins.Count;
            }
        }
    }

    private static void Subtract(Vector256<float>[] from, Vector256<float>[] part)
    {
        for (int i = 0; i < from.Length; i++)
        {
            from[i] -= part[i];
        }
    }

    private readonly record struct Leaf(int First, int Count, int Node, bool IsRight, Split Split);
}
