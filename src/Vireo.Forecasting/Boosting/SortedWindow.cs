namespace Vireo.Forecasting.Boosting;

/// <summary>The values of a window in ascending order. An exchange is a search and a move of memory.</summary>
internal sealed class SortedWindow(int capacity)
{
    private readonly double[] _values = new double[capacity];
    private int _count;

    private Span<double> Values => _values.AsSpan(0, _count);

    /// <summary>The quantile, interpolated between neighbours; the window is not empty.</summary>
    public double Quantile(double level)
    {
        double position = level * (_count - 1);
        int lower = (int)position;
        int upper = Math.Min(lower + 1, _count - 1);

        return _values[lower] + ((position - lower) * (_values[upper] - _values[lower]));
    }

    /// <summary>Share of the values that are smaller, 0 to 1.</summary>
    public double Rank(double value) => (double)FirstNotBelow(value) / _count;

    /// <summary>Adds a value; the window is not full.</summary>
    public void Add(double value)
    {
        int at = FirstNotBelow(value);
        Values[at..].CopyTo(_values.AsSpan(at + 1));
        _values[at] = value;
        _count++;
    }

    /// <summary>Removes a value that is in the window.</summary>
    public void Remove(double value)
    {
        int at = FirstNotBelow(value);
        Values[(at + 1)..].CopyTo(_values.AsSpan(at));
        _count--;
    }

    private int FirstNotBelow(double value)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _values[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
