namespace Vireo.Forecasting.Warm;

/// <summary>The newest values of a series, single precision; storage grows with what arrives, up to the
/// capacity.</summary>
internal sealed class HistoryRing(int capacity)
{
    private float[] _values = [];
    private int _oldest;

    public int Count { get; private set; }

    public void Add(double value)
    {
        if (Count == _values.Length && Count < capacity)
        {
            // Only a full ring wraps, and it never grows again: what is stored is in order here.
            Array.Resize(ref _values, Math.Min(capacity, Math.Max(32, 2 * Count)));
        }

        if (Count < _values.Length)
        {
            _values[Count++] = (float)value;

            return;
        }

        _values[_oldest] = (float)value;
        _oldest = _oldest + 1 == _values.Length ? 0 : _oldest + 1;
    }

    public void Clear()
    {
        Count = 0;
        _oldest = 0;
    }

    /// <summary>Copies everything, oldest first; the span is at least <see cref="Count"/> long.</summary>
    public void CopyTo(Span<double> destination)
    {
        int next = 0;
        foreach (float value in _values.AsSpan(_oldest, Count - _oldest))
        {
            destination[next++] = value;
        }

        foreach (float value in _values.AsSpan(0, _oldest))
        {
            destination[next++] = value;
        }
    }
}
