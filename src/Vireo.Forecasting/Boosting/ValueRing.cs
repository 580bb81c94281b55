namespace Vireo.Forecasting.Boosting;

/// <summary>The newest values of a series.</summary>
internal sealed class ValueRing(int capacity)
{
    private readonly double[] _values = new double[capacity];

    /// <summary>Values pushed, also those that have left.</summary>
    public int Pushed { get; private set; }

    /// <summary>Values at hand.</summary>
    public int Count => Math.Min(Pushed, _values.Length);

    /// <summary>The value some steps back, 0 for the newest; the oldest at hand where that is further back.</summary>
    public double Lag(int steps) => _values[(Pushed - 1 - Math.Min(steps, Count - 1)) % _values.Length];

    /// <summary>Adds the newest value.</summary>
    public void Push(double value)
    {
        _values[Pushed % _values.Length] = value;
        Pushed++;
    }
}
