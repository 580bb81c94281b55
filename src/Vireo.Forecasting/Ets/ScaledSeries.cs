using System.Buffers;

namespace Vireo.Forecasting.Ets;

/// <summary>A series divided by a power of two near its largest value, so that squares neither over- nor
/// underflow.</summary>
internal sealed class ScaledSeries : IDisposable
{
    private readonly double[] _values;
    private readonly int _length;

    public ScaledSeries(ReadOnlySpan<double> series)
    {
        _values = ArrayPool<double>.Shared.Rent(Math.Max(1, series.Length));
        _length = series.Length;
        double largest = 0;
        foreach (double value in series)
        {
            largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        }

        Scale = largest > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -1000, 1000)) : 1;
        double inverse = 1 / Scale;
        double sum = 0;
        double highest = double.NegativeInfinity;
        for (int i = 0; i < series.Length; i++)
        {
            _values[i] = double.IsFinite(series[i]) ? series[i] * inverse : double.NaN;
            if (!double.IsNaN(_values[i]))
            {
                First = Count++ == 0 ? _values[i] : First;
                sum += _values[i];
                Smallest = Math.Min(Smallest, _values[i]);
                highest = Math.Max(highest, _values[i]);
            }
        }

        Mean = sum / Count;
        IsConstant = !(highest - Smallest > 1e-12 * Math.Max(Math.Abs(highest), Math.Abs(Smallest)));
    }

    /// <summary>Values of about one, NaN where there is a gap.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _length);

    /// <summary>What they were divided by.</summary>
    public double Scale { get; }

    /// <summary>Finite values.</summary>
    public int Count { get; }

    /// <summary>The first finite value, scaled; NaN without one.</summary>
    public double First { get; } = double.NaN;

    /// <summary>The smallest, scaled.</summary>
    public double Smallest { get; } = double.PositiveInfinity;

    /// <summary>The mean, scaled.</summary>
    public double Mean { get; }

    /// <summary>Whether all are the same, or there are none.</summary>
    public bool IsConstant { get; }

    public void Dispose() => ArrayPool<double>.Shared.Return(_values);
}
