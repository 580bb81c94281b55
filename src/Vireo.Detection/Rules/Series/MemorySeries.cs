using System.Runtime.InteropServices;

namespace Vireo.Detection.Rules.Series;

/// <summary>One series in memory: instants in milliseconds, ascending, and values.</summary>
public sealed class MemorySeries(LabelSet labels)
{
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];

    /// <summary>Its labels.</summary>
    public LabelSet Labels { get; } = labels;

    /// <summary>Instants, milliseconds.</summary>
    public ReadOnlySpan<long> Times => CollectionsMarshal.AsSpan(_times);

    /// <summary>Values, as many as instants; <see cref="StaleMarker"/> where the series ended.</summary>
    public ReadOnlySpan<double> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Appends a value. One for the newest instant replaces it; an older one is dropped.</summary>
    /// <returns>Whether it was kept.</returns>
    public bool Append(long time, double value)
    {
        if (_times.Count > 0 && time <= _times[^1])
        {
            if (time < _times[^1])
            {
                return false;
            }

            _values[^1] = value;

            return true;
        }

        _times.Add(time);
        _values.Add(value);

        return true;
    }

    /// <summary>Forgets what is older than an instant, in batches so that the cost is constant for each
    /// value.</summary>
    public void Trim(long before)
    {
        int old = FirstAtOrAfter(before);
        if (old > 0 && (2 * old >= _times.Count || old == _times.Count))
        {
            _times.RemoveRange(0, old);
            _values.RemoveRange(0, old);
        }
    }

    /// <summary>The index of the first value at an instant or later.</summary>
    public int FirstAtOrAfter(long time)
    {
        ReadOnlySpan<long> times = Times;
        int low = 0;
        int high = times.Length;

        // Most questions are about the newest value.
        if (high > 0 && times[^1] < time)
        {
            return high;
        }

        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
