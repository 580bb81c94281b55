using System.Runtime.Intrinsics;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Boosting;

/// <summary>Trains twice: on a part of the series, to learn from the rest how many trees and how wide; then on all.</summary>
internal static class BoostedTraining
{
    private const double GoldenRatio = 0.618_033_988_749_894_9;
    private const int FewestHeldOut = 5;
    private const int RowsASeries = 30;

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
            return new(Grow(histories, options, null, progress, cancellationToken), NoWidths, options);
        }

        List<double[]> others = [.. histories.Where((_, index) => !IsHeldOut(index, options))];
        RowSet judges = TrainingRows.Of(heldOut, options with { Rows = Math.Max(1, options.Rows / 3) });
        QuantileForest trial = Grow(others, options, judges, Part(progress, 0), cancellationToken);
        ConformalWidths widths = WidthsOf(trial, judges);
        BoostingOptions enough = options with { Trees = trial.Trees.Length };

        return new(Grow(histories, enough, null, Part(progress, 0.5), cancellationToken), widths, options);
    }

    private static ConformalWidths NoWidths { get; } = new([1, 1, 1, 1, 1, 1, 1]);

    // Beyond so many series each would give a row or two: reading them all would cost more than it teaches.
    private static IReadOnlyList<double[]> Sampled(IReadOnlyList<double[]> histories, BoostingOptions options)
    {
        int most = Math.Max(1, options.Rows / RowsASeries);

        return histories.Count <= most
            ? histories
            : [.. Enumerable.Range(0, most).Select(i => histories[(int)((long)i * histories.Count / most)])];
    }

    // The fractional parts of multiples of the golden ratio spread evenly, whatever order the series come in.
    private static bool IsHeldOut(int index, BoostingOptions options) => (index + 1) * GoldenRatio % 1 < options.HeldOut;

    private static QuantileForest Grow(
        IReadOnlyList<double[]> histories,
        BoostingOptions options,
        RowSet? judges,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        RowSet rows = TrainingRows.Of(histories, options);

        return QuantileBooster.Train(BinnedRows.Of(rows), judges, new sbyte[rows.Width], options, progress, cancellationToken);
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

        return ConformalWidths.Of(QuantileLevels.Values, quantiles, judges.Targets);
    }

    private static HalfProgress? Part(IProgress<double>? progress, double from) =>
        progress is null ? null : new HalfProgress(progress, from);

    private sealed class HalfProgress(IProgress<double> whole, double from) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value / 2));
    }
}
