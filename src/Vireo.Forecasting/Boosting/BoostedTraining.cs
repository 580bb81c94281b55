using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Boosting;

/// <summary>Trains on a part of the series, to learn from the rest how many trees and how wide; then a few forests on
/// all.</summary>
/// <remarks>The forests differ in their samples of rows and features and are averaged, which steadies the outer
/// quantiles. They know the pasts of the series that they will forecast and are several, so they err less than the
/// trial on series that it never saw: of the stretch that the trial needs, the root is kept.</remarks>
internal static class BoostedTraining
{
    private const double GoldenRatio = 0.618_033_988_749_894_9;
    private const int FewestHeldOut = 5;
    private const int RowsASeries = 30;
    private const long MostValues = 2_000_000;
    private const int FewestValues = 600;
    private const int LongestHistory = 8_064;

    public static BoostedQuantiles Run(
        IReadOnlyList<double[]> histories,
        BoostingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        histories = Sampled(histories, options);
        List<double[]> heldOut = [.. histories.Where((_, index) => IsHeldOut(index, options))];
        if (heldOut.Count < FewestHeldOut)
        {
            return new(GrowAll(histories, options, progress, cancellationToken), NoWidths, options);
        }

        List<double[]> others = [.. histories.Where((_, index) => !IsHeldOut(index, options))];
        RowSet judges = TrainingRows.Of(heldOut, options with { Rows = Math.Max(1, options.Rows / 3) });
        var stage = new StageProgress(progress, 0, options.Forests + 1);
        QuantileForest trial = Grow(others, options, judges, stage, cancellationToken);
        BoostingOptions enough = options with { Trees = trial.Trees.Length };
        QuantileForest forest = GrowAll(histories, enough, progress, cancellationToken);

        return new(forest, WidthsOf(trial, judges), options);
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

    private static QuantileForest GrowAll(
        IReadOnlyList<double[]> histories,
        BoostingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var forests = new QuantileForest[options.Forests];
        for (int i = 0; i < forests.Length; i++)
        {
            var stage = new StageProgress(progress, i + 1, forests.Length + 1);
            BoostingOptions own = options with { Seed = options.Seed + i };
            forests[i] = Grow(histories, own, null, stage, cancellationToken);
        }

        return QuantileForest.MeanOf(forests);
    }

    private static QuantileForest Grow(
        IReadOnlyList<double[]> histories,
        BoostingOptions options,
        RowSet? judges,
        StageProgress progress,
        CancellationToken cancellationToken)
    {
        RowSet rows = TrainingRows.Of(histories, options);

        sbyte[] anyDirection = new sbyte[rows.Width];

        return QuantileBooster.Train(
            BinnedRows.Of(rows), judges, anyDirection, options, progress, cancellationToken);
    }

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
