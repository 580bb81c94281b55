using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>Gradient boosting for all quantile levels at once.</summary>
/// <remarks>Friedman, Greedy function approximation, 2001, with the pinball loss: a tree is grown on the gradients,
/// then each leaf's step is the quantile of the residuals in it, level by level. The trees are shared by the levels,
/// which costs one training instead of seven and keeps the quantiles consistent.</remarks>
internal sealed class QuantileBooster
{
    private readonly BoostingOptions _options;
    private readonly BinnedRows _rows;
    private readonly RowSet _judges;
    private readonly sbyte[] _directions;
    private readonly Vector256<float>[] _forecasts;
    private readonly Vector256<float>[] _heldOut;
    private readonly byte[] _above;
    private readonly int[] _sample;
    private readonly bool[] _allowed;
    private readonly float[] _residuals;
    private readonly Random _random;
    private readonly TreeGrower _grower;
    private readonly Vector256<float> _start;
    private readonly List<QuantileTree> _trees = [];
    private int _best;
    private double _bestLoss;

    private QuantileBooster(BinnedRows rows, RowSet judges, sbyte[] directions, BoostingOptions options)
    {
        _options = options;
        _rows = rows;
        _judges = judges;
        _directions = directions;
        _forecasts = new Vector256<float>[rows.Rows.Count];
        _heldOut = new Vector256<float>[judges.Count];
        _above = new byte[rows.Rows.Count];
        _sample = new int[rows.Rows.Count];
        _allowed = new bool[rows.Rows.Width];
        _residuals = new float[rows.Rows.Count];
        _random = new Random(options.Seed);
        _grower = new TreeGrower(rows, options.Leaves, options.SmallestLeaf, directions);
        _start = StartOf(rows.Rows.Targets);
        Array.Fill(_forecasts, _start);
        Array.Fill(_heldOut, _start);
        _bestLoss = HeldOutLoss();
    }

    /// <summary>Trains.</summary>
    /// <param name="rows">To learn from.</param>
    /// <param name="judges">Rows to stop by; null grows all trees.</param>
    /// <param name="directions">Of each feature: 1 where forecasts must rise with it, −1 where they must fall, else
    /// 0.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share of trees grown, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between two trees.</param>
    public static QuantileForest Train(
        BinnedRows rows,
        RowSet? judges,
        sbyte[] directions,
        BoostingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        QuantileBooster booster = Begin(rows, judges, directions, options);
        while (booster.Grow())
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report((double)booster.Grown / options.Trees);
        }

        progress?.Report(1);

        return booster.Forest;
    }

    /// <summary>Makes a booster that has grown no tree yet; parameters as in <see cref="Train"/>.</summary>
    public static QuantileBooster Begin(BinnedRows rows, RowSet? judges, sbyte[] directions, BoostingOptions options) =>
        new(rows, judges ?? new RowSet(rows.Rows.Width, [], []), directions, options);

    /// <summary>Trees grown so far.</summary>
    public int Grown => _trees.Count;

    /// <summary>What was grown, up to the tree that was best on the judges.</summary>
    public QuantileForest Forest => new(_rows.Rows.Width, _start, [.. _trees[.._best]]);

    /// <summary>Grows the next tree; false when there is nothing more to gain.</summary>
    public bool Grow()
    {
        int most = _rows.Rows.Count >= 2 * _options.SmallestLeaf ? _options.Trees : 0;
        if (_trees.Count >= most || _trees.Count - _best > _options.Patience)
        {
            return false;
        }

        QuantileTree tree = Next();
        _trees.Add(tree);
        double loss = Learn(tree);
        if (_heldOut.Length == 0 || loss < _bestLoss)
        {
            _bestLoss = loss;
            _best = _trees.Count;
        }

        return true;
    }

    private QuantileTree Next()
    {
        MarkAbove();
        int count = Sample();
        _grower.Grow(_sample.AsSpan(0, count), _above, _allowed);
        var leaves = new Vector256<float>[_grower.Leaves];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            leaves[leaf] = StepOf(_grower.RowsOf(leaf)) * (float)_options.LearningRate;
        }

        QuantileTree.Node[] nodes = _grower.Nodes;
        MonotoneSteps.Apply(nodes, leaves, _directions);

        return new() { Nodes = nodes, Leaves = leaves };
    }

    private double Learn(QuantileTree tree)
    {
        for (int row = 0; row < _forecasts.Length; row++)
        {
            _forecasts[row] += tree.Leaves[tree.LeafOf(_rows.Rows.Row(row))];
        }

        for (int row = 0; row < _heldOut.Length; row++)
        {
            _heldOut[row] += tree.Leaves[tree.LeafOf(_judges.Row(row))];
        }

        return HeldOutLoss();
    }

    private void MarkAbove()
    {
        for (int row = 0; row < _above.Length; row++)
        {
            var target = Vector256.Create(_rows.Rows.Targets[row]);
            uint bits = Vector256.GreaterThan(_forecasts[row], target).ExtractMostSignificantBits();
            _above[row] = (byte)(bits & ((1u << QuantileLevels.Count) - 1));
        }
    }

    private int Sample()
    {
        int count = 0;
        for (int row = 0; row < _rows.Rows.Count; row++)
        {
            if (_random.NextDouble() < _options.RowShare)
            {
                _sample[count++] = row;
            }
        }

        int kept = Math.Max(1, (int)Math.Ceiling(_options.FeatureShare * _allowed.Length));
        Array.Clear(_allowed);
        _allowed.AsSpan(0, kept).Fill(true);
        _random.Shuffle(_allowed);

        return count;
    }

    private Vector256<float> StepOf(ReadOnlySpan<int> rows)
    {
        Span<float> step = stackalloc float[Vector256<float>.Count];
        Span<float> residuals = _residuals.AsSpan(0, rows.Length);
        step[QuantileLevels.WeightLane] = 0;
        for (int level = 0; level < QuantileLevels.Count; level++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                residuals[i] = _rows.Rows.Targets[rows[i]] - _forecasts[rows[i]][level];
            }

            step[level] = OrderStatistic.Quantile(residuals, QuantileLevels.Values[level]);
        }

        return Vector256.Create<float>(step);
    }

    private static Vector256<float> StartOf(float[] targets)
    {
        if (targets.Length == 0)
        {
            return QuantileLevels.Normals;
        }

        float[] sorted = [.. targets];
        Span<float> start = stackalloc float[Vector256<float>.Count];
        start[QuantileLevels.WeightLane] = 0;
        for (int level = 0; level < QuantileLevels.Count; level++)
        {
            start[level] = OrderStatistic.Quantile(sorted, QuantileLevels.Values[level]);
        }

        return Vector256.Create<float>(start);
    }

    private double HeldOutLoss()
    {
        double loss = 0;
        for (int row = 0; row < _heldOut.Length; row++)
        {
            Vector256<float> error = Vector256.Create(_judges.Targets[row]) - _heldOut[row];
            loss += Vector256.Sum(
                Vector256.Max(error * QuantileLevels.Taus, error * QuantileLevels.TausLessOne));
        }

        return loss;
    }
}
