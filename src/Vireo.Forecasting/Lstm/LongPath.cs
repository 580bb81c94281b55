using System.Buffers;

namespace Vireo.Forecasting.Lstm;

/// <summary>Forecasts further than the network was trained: block after block, each from the medians of those before,
/// and the last season again once that tells nothing new.</summary>
/// <remarks>Distances from the median add up in squares from block to block, as those of independent moves do. Allocates
/// nothing once the pools are filled.</remarks>
/// <param name="network">Trained.</param>
/// <param name="levels">Ascending, strictly between 0 and 1.</param>
/// <param name="steps">More than the network's horizon.</param>
/// <param name="quantiles">Level-major, a row of <paramref name="steps"/> values for each level, in the unit of the
/// series.</param>
internal readonly ref struct LongPath(
    LstmNetwork network, ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
{
    /// <summary>Blocks after which, with a season within them, a further one tells nothing new.</summary>
    private const int MostBlocks = 4;

    private readonly LstmShape _shape = network.Shape;
    private readonly ReadOnlySpan<double> _levels = levels;
    private readonly Span<double> _quantiles = quantiles;

    /// <summary>How many steps are computed; those after them repeat.</summary>
    public int Computed =>
        Math.Min(steps, Math.Max(MostBlocks, (_shape.Season + _shape.Horizon - 1) / _shape.Horizon) * _shape.Horizon);

    /// <summary>Writes the quantiles.</summary>
    /// <param name="values">What is known, oldest first, one of it finite; NaN marks a gap. <see cref="Computed"/> more
    /// places behind it receive the medians.</param>
    public void Write(Span<double> values)
    {
        int known = values.Length - Computed;
        double[] block = ArrayPool<double>.Shared.Rent(_levels.Length * (_shape.Horizon + 1));
        float[] numbers = ArrayPool<float>.Shared.Rent(_shape.SampleLength + _shape.Outputs);
        Span<double> distances = block.AsSpan(0, _levels.Length);
        distances.Clear();
        for (int done = 0; done < Computed; done += _shape.Horizon)
        {
            int count = Math.Min(_shape.Horizon, Computed - done);
            Span<double> own = block.AsSpan(_levels.Length, _levels.Length * count);
            ReadOnlySpan<double> seen = values[..(known + done)];
            Span<double> medians = values.Slice(known + done, count);
            Look(seen[Math.Max(0, seen.Length - _shape.Memory)..], numbers, medians, own);
            Place(done, medians, own, distances);
        }

        Repeat(values[known..], distances);
        ArrayPool<float>.Shared.Return(numbers);
        ArrayPool<double>.Shared.Return(block);
    }

    private void Look(ReadOnlySpan<double> newest, float[] numbers, Span<double> medians, Span<double> own)
    {
        Span<float> sample = numbers.AsSpan(0, _shape.SampleLength);
        Span<float> outputs = numbers.AsSpan(_shape.SampleLength, _shape.Outputs);
        WindowScale scale = WindowEncoder.Encode(_shape, newest, sample);
        if (scale.Unit == 0)
        {
            medians.Fill(scale.Anchor);
            own.Fill(scale.Anchor);

            return;
        }

        network.Evaluate(sample, outputs);
        QuantileCurve.Write(_shape, outputs, scale, [0.5], medians.Length, medians);
        QuantileCurve.Write(_shape, outputs, scale, _levels, medians.Length, own);
    }

    private void Place(int done, ReadOnlySpan<double> medians, ReadOnlySpan<double> own, Span<double> distances)
    {
        for (int level = 0; level < _levels.Length; level++)
        {
            double before = distances[level];
            for (int step = 0; step < medians.Length; step++)
            {
                distances[level] = double.Hypot(before, own[(level * medians.Length) + step] - medians[step]);
                Set(level, done + step, medians[step], distances[level]);
            }
        }
    }

    private void Repeat(ReadOnlySpan<double> path, ReadOnlySpan<double> distances)
    {
        int period = _shape.Season <= path.Length ? _shape.Season : 1;
        for (int step = path.Length; step < steps; step++)
        {
            double median = path[path.Length - period + ((step - path.Length) % period)];
            double stretch = Math.Sqrt((step + 1.0) / path.Length);
            for (int level = 0; level < _levels.Length; level++)
            {
                Set(level, step, median, stretch * distances[level]);
            }
        }
    }

    private void Set(int level, int step, double median, double distance) =>
        _quantiles[(level * steps) + step] = median + (Math.Sign(_levels[level] - 0.5) * distance);
}
