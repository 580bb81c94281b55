using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Boosting;

/// <summary>A training that goes on tree by tree: on a part of the series, to learn from the rest how many trees and
/// how wide; then a few forests on all.</summary>
/// <remarks>The forests differ in their samples of rows and features and are averaged, which steadies the outer
/// quantiles. They know the pasts of the series that they will forecast and are several, so they err less than the
/// trial on series that it never saw: of the stretch that the trial needs, the root is kept.</remarks>
internal sealed class BoostedTraining
{
    private const double GoldenRatio = 0.618_033_988_749_894_9;
    private const int FewestHeldOut = 5;
    private const int RowsASeries = 30;
    private const long MostValues = 2_000_000;
    private const int FewestValues = 600;
    private const int LongestHistory = 8_064;

    private readonly IReadOnlyList<double[]> _histories;
    private readonly BoostingOptions _options;
    private readonly List<QuantileForest> _forests = [];
    private readonly RowSet? _judges;
    private QuantileForest? _trial;
    private QuantileBooster? _booster;

    /// <summary>Prepares; nothing is grown yet.</summary>
    /// <param name="histories">As in <see cref="BoostedQuantiles.Train"/>.</param>
    /// <param name="options">How.</param>
    public BoostedTraining(IReadOnlyList<double[]> histories, BoostingOptions options)
    {
        _histories = Sampled(histories, options);
        _options = options;
        List<double[]> heldOut = [.. _histories.Where((_, index) => IsHeldOut(index, options))];
        _judges = heldOut.Count < FewestHeldOut
            ? null
            : TrainingRows.Of(heldOut, options with { Rows = Math.Max(1, options.Rows / 3) });
    }

    /// <summary>The model; null before the training is done.</summary>
    public BoostedQuantiles? Result { get; private set; }

    /// <summary>Trains in one go.</summary>
    public static BoostedQuantiles Run(
        IReadOnlyList<double[]> histories,
        BoostingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var training = new BoostedTraining(histories, options);
        while (training.Advance())
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(training.Share);
        }

        progress?.Report(1);

        return training.Result ?? throw new InvalidOperationException("The training ended without a model.");
    }

    // The share of trees; a forest that stops early jumps ahead.
    private double Share
    {
        get
        {
            int done = _forests.Count + (_trial is null ? 0 : 1);
            int all = _options.Forests + (_judges is null ? 0 : 1);
            double now = _booster is null ? 0 : (double)_booster.Grown / Math.Max(1, _options.Trees);

            return Math.Min(1, (done + now) / all);
        }
    }

    /// <summary>Grows a tree, or reads the histories before the first of a forest; false when the model is
    /// done.</summary>
    public bool Advance()
    {
        if (Result is not null)
        {
            return false;
        }

        if (_booster is null)
        {
            _booster = Begin();
        }
        else if (!_booster.Grow())
        {
            Take(_booster.Forest);
            _booster = null;
        }

        return Result is null;
    }

    private QuantileBooster Begin()
    {
        bool isTrial = _judges is not null && _trial is null;
        IReadOnlyList<double[]> histories = isTrial
            ? [.. _histories.Where((_, index) => !IsHeldOut(index, _options))]
            : _histories;
        BoostingOptions own = _options with
        {
            Seed = _options.Seed + _forests.Count,
            Trees = _trial?.Trees.Length ?? _options.Trees,
        };
        RowSet rows = TrainingRows.Of(histories, own);
        sbyte[] anyDirection = new sbyte[rows.Width];

        return QuantileBooster.Begin(BinnedRows.Of(rows), isTrial ? _judges : null, anyDirection, own);
    }

    private void Take(QuantileForest forest)
    {
        if (_judges is not null && _trial is null)
        {
            _trial = forest;

            return;
        }

        _forests.Add(forest);
        if (_forests.Count == _options.Forests)
        {
            ConformalWidths widths = _trial is null || _judges is null ? NoWidths : WidthsOf(_trial, _judges);
            Result = new(QuantileForest.MeanOf([.. _forests]), widths, _options);
        }
    }

    private static ConformalWidths NoWidths { get; } = new([1, 1, 1, 1, 1, 1, 1]);

    // Beyond so many series each would give a row or two, and beyond so many values hardly more: reading them all would
    // cost more than it teaches.
    private static IReadOnlyList<double[]> Sampled(IReadOnlyList<double[]> histories, BoostingOptions options)
    {
        int count = Math.Min(histories.Count, Math.Max(1, options.Rows / RowsASeries));
        long fair = MostValues / Math.Max(1, count);
        int newest = (int)Math.Clamp(fair, Math.Max(FewestValues, 6L * options.Season), LongestHistory);

        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => histories[(int)((long)i * histories.Count / count)])
                .Select(history => history.Length > newest ? history[^newest..] : history),
        ];
    }

    // The fractional parts of multiples of the golden ratio spread evenly, whatever order the series come in.
    private static bool IsHeldOut(int index, BoostingOptions options) =>
        (index + 1) * GoldenRatio % 1 < options.HeldOut;

    private static ConformalWidths WidthsOf(QuantileForest forest, RowSet judges)
    {
        float[] quantiles = new float[judges.Count * QuantileLevels.Count];
        Span<float> lanes = stackalloc float[Vector256<float>.Count];
        for (int row = 0; row < judges.Count; row++)
        {
            forest.Predict(judges.Row(row)).CopyTo(lanes);
            Span<float> sorted = quantiles.AsSpan(row * QuantileLevels.Count, QuantileLevels.Count);
            lanes[..QuantileLevels.Count].CopyTo(sorted);
            sorted.Sort();
        }

        ConformalWidths widths = ConformalWidths.Of(QuantileLevels.Values, quantiles, judges.Targets);
        double[] roots = widths.Factors.ToArray();
        TensorPrimitives.Sqrt(roots, roots);

        return new(roots);
    }
}
