using System.Runtime.Intrinsics;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Boosting;

/// <summary>One model for a whole fleet: boosted trees that give quantiles of the coming values of any
/// series.</summary>
/// <remarks>Direct multi-step: the step ahead is a feature. Trees see <see cref="SeriesFeatures"/>, which have no unit,
/// so percentages, bytes and counts learn from each other. Quantiles are calibrated on series that were held out
/// (<see cref="ConformalWidths"/>). Immutable and safe to share between threads.</remarks>
public sealed class BoostedQuantiles
{
    private const int StepsAtOnce = 12;

    /// <summary>Takes a trained model.</summary>
    internal BoostedQuantiles(QuantileForest forest, ConformalWidths widths, BoostingOptions options)
    {
        Forest = forest;
        Widths = widths;
        Options = options;
    }

    /// <summary>What it was trained with.</summary>
    public BoostingOptions Options { get; }

    /// <summary>Trees in use; 0 after training on too little, when every forecast is the smoothed level with a normal
    /// spread.</summary>
    public int Trees => Forest.Trees.Length;

    internal QuantileForest Forest { get; }

    internal ConformalWidths Widths { get; }

    /// <summary>Trains a model. Deterministic: equal histories and options give equal models, on any number of
    /// cores.</summary>
    /// <param name="histories">One array a series, evenly spaced, oldest first; NaN marks a gap. Series without
    /// changes, or shorter than 24 steps, teach nothing. Of long or many ones the newest two million values are read,
    /// at most 8,064 of one series.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Checked before every tree.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    /// <remarks>About eight seconds of one core for 60,000 rows.</remarks>
    public static BoostedQuantiles Train(
        IReadOnlyList<double[]> histories,
        BoostingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        options.Validate();

        return BoostedTraining.Run(histories, options, progress, cancellationToken);
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, another version, or ends
    /// early.</exception>
    public static BoostedQuantiles Load(Stream stream) => BoostedFormat.Read(stream);

    /// <summary>Writes the model, about 2 KiB a tree.</summary>
    public void Save(Stream stream) => BoostedFormat.Write(this, stream);

    /// <summary>Forecasts a series from its history alone.</summary>
    /// <param name="history">Oldest first; NaN marks a gap.</param>
    /// <param name="horizon">Steps ahead, at least one.</param>
    /// <param name="levels">Ascending, strictly between 0 and 1.</param>
    /// <param name="quantiles">Level-major, a row of <paramref name="horizon"/> values for each level.</param>
    /// <remarks>Reads the whole history; keep a <see cref="BoostedModel"/> per series to pay only for new
    /// values.</remarks>
    public void Forecast(
        ReadOnlySpan<double> history, int horizon, ReadOnlySpan<double> levels, Span<double> quantiles)
    {
        var state = new SeriesFeatures(Options.Season);
        foreach (double value in history)
        {
            state.Update(value);
        }

        Forecast(state, horizon, levels, quantiles);
    }

    /// <summary>Forecasts from a state that is kept up to date; allocates nothing.</summary>
    /// <param name="state">Of the series.</param>
    /// <param name="horizon">As in the public method.</param>
    /// <param name="levels">As in the public method.</param>
    /// <param name="quantiles">As in the public method.</param>
    internal void Forecast(SeriesFeatures state, int horizon, ReadOnlySpan<double> levels, Span<double> quantiles)
    {
        ThrowUnlessFits(horizon, levels, quantiles);
        if (!(state.Scale > 0))
        {
            quantiles.Fill(state.Anchor);

            return;
        }

        Span<Vector256<float>> known = stackalloc Vector256<float>[StepsAtOnce];
        for (int done = 0; done < horizon; done += StepsAtOnce)
        {
            int steps = Math.Min(StepsAtOnce, horizon - done);
            Know(state, done, known[..steps]);
            Write(state, known[..steps], levels, quantiles[done..], horizon);
        }
    }

    /// <summary>What the trees say of some steps, in scales from the anchor; the same until the state learns a
    /// value.</summary>
    /// <param name="state">Of a series that has moved.</param>
    /// <param name="known">Receives a vector for each of the next steps.</param>
    internal void Know(SeriesFeatures state, Span<Vector256<float>> known)
    {
        for (int done = 0; done < known.Length; done += StepsAtOnce)
        {
            Know(state, done, known[done..Math.Min(known.Length, done + StepsAtOnce)]);
        }
    }

    /// <summary>Quantiles from what <see cref="Know(SeriesFeatures, Span{Vector256{float}})"/> found.</summary>
    /// <param name="state">Unchanged since.</param>
    /// <param name="known">At least one step.</param>
    /// <param name="levels">As in the public method.</param>
    /// <param name="quantiles">A row of as many values as steps are known, for each level.</param>
    internal void Write(
        SeriesFeatures state, ReadOnlySpan<Vector256<float>> known, ReadOnlySpan<double> levels, Span<double> quantiles)
    {
        ThrowUnlessFits(known.Length, levels, quantiles);
        Write(state, known, levels, quantiles, known.Length);
    }

    private void Know(SeriesFeatures state, int done, Span<Vector256<float>> known)
    {
        Span<float> rows = stackalloc float[StepsAtOnce * Forest.Features];
        state.Write(rows[..Forest.Features]);

        // The first row holds what does not depend on the step.
        for (int step = 0; step < known.Length; step++)
        {
            Span<float> row = rows.Slice(step * Forest.Features, Forest.Features);
            rows[..Forest.Features].CopyTo(row);
            int ahead = done + step + 1;
            state.WriteStep(row, ahead, Math.Min(ahead, Options.Horizon));
        }

        Forest.Predict(rows[..(known.Length * Forest.Features)], known);
    }

    // Sorted first: trees may cross, the calibration may not.
    private void Write(
        SeriesFeatures state, ReadOnlySpan<Vector256<float>> known, ReadOnlySpan<double> levels, Span<double> quantiles,
        int stride)
    {
        Span<float> lanes = stackalloc float[Vector256<float>.Count];
        Span<float> sorted = lanes[..QuantileLevels.Count];
        for (int step = 0; step < known.Length; step++)
        {
            known[step].CopyTo(lanes);
            sorted.Sort();
            Widths.Apply(sorted, QuantileLevels.Median);
            for (int level = 0; level < levels.Length; level++)
            {
                quantiles[(level * stride) + step] = state.Anchor + (state.Scale * QuantileCurve.At(sorted, levels[level]));
            }
        }
    }

    private static void ThrowUnlessFits(int horizon, ReadOnlySpan<double> levels, Span<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        if (quantiles.Length != (long)horizon * levels.Length)
        {
            throw new ArgumentException(
                $"{levels.Length} levels of {horizon} steps do not fit into {quantiles.Length} values.",
                nameof(quantiles));
        }

        double last = 0;
        foreach (double level in levels)
        {
            if (!(level > last && level < 1))
            {
                throw new ArgumentException($"Levels ascend between 0 and 1; {level} follows {last}.", nameof(levels));
            }

            last = level;
        }
    }
}
