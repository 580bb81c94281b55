using System.Buffers;

namespace Vireo.Forecasting.Lstm;

/// <summary>One series seen through the network that its fleet shares.</summary>
/// <remarks>Holds nothing but the newest <see cref="LstmShape.Memory"/> values, so an update writes one number; a
/// forecast costs one pass of the network. While every known value is the same, the forecast is that value (naive).
/// Beyond the horizon that was trained it goes on from its own medians (<see cref="LongPath"/>). Levels between the
/// learned ones are interpolated and levels beyond them continue as a normal tail.</remarks>
public sealed class LstmModel : IForecastModel
{
    private readonly LstmNetwork _network;
    private readonly double[] _ring;
    private double _last = double.NaN;
    private int _next;
    private int _count;

    /// <summary>Creates the model; it knows nothing until it is fitted or updated.</summary>
    /// <param name="network">Shared and already trained; fitting does not train it.</param>
    public LstmModel(LstmNetwork network)
    {
        _network = network;
        _ring = new double[network.Shape.Memory];
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Lstm;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _last = double.NaN;
        _next = 0;
        _count = 0;
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        bool isKnown = double.IsFinite(value);
        _last = isKnown ? value : _last;
        _ring[_next] = isKnown ? value : double.NaN;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        _count = Math.Min(_count + 1, _ring.Length);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        if (path.Length > 0)
        {
            Forecast([0.5], path.Length, path);
        }
    }

    /// <inheritdoc/>
    public void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantiles.Length, levels.Length * steps);
        QuantileCurve.Check(levels);
        LstmShape shape = _network.Shape;
        float[] sample = ArrayPool<float>.Shared.Rent(shape.SampleLength);
        float[] outputs = ArrayPool<float>.Shared.Rent(shape.Outputs);
        try
        {
            WindowScale scale = Encode(sample.AsSpan(0, shape.SampleLength));
            if (scale.Unit == 0)
            {
                quantiles.Fill(scale.Anchor);

                return;
            }

            if (steps > shape.Horizon)
            {
                Continue(levels, steps, quantiles);

                return;
            }

            _network.Evaluate(sample.AsSpan(0, shape.SampleLength), outputs.AsSpan(0, shape.Outputs));
            QuantileCurve.Write(shape, outputs.AsSpan(0, shape.Outputs), scale, levels, steps, quantiles);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sample);
            ArrayPool<float>.Shared.Return(outputs);
        }
    }

    private void Continue(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        var path = new LongPath(_network, levels, steps, quantiles);
        double[] rented = ArrayPool<double>.Shared.Rent(_count + path.Computed);
        CopyMemory(rented);
        path.Write(rented.AsSpan(0, _count + path.Computed));
        ArrayPool<double>.Shared.Return(rented);
    }

    // Oldest first.
    private void CopyMemory(Span<double> memory)
    {
        int oldest = _count < _ring.Length ? 0 : _next;
        _ring.AsSpan(oldest, _count - oldest).CopyTo(memory);
        _ring.AsSpan(0, oldest).CopyTo(memory[(_count - oldest)..]);
    }

    /// <summary>Writes what the network would read now.</summary>
    /// <param name="sample">Receives <see cref="LstmShape.SampleLength"/> numbers.</param>
    internal WindowScale Encode(Span<float> sample)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(_ring.Length);
        try
        {
            Span<double> memory = rented.AsSpan(0, _count);
            CopyMemory(memory);
            WindowScale scale = WindowEncoder.Encode(_network.Shape, memory, sample);

            // A gap longer than the memory leaves the last value that was ever seen.
            return double.IsNaN(scale.Anchor) ? new WindowScale(_last, 0, 0) : scale;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
