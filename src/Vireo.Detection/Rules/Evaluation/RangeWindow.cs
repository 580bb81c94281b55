using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>The values of one series in a range, both ends included, without markers of its end. Used again for each
/// series.</summary>
internal sealed class RangeWindow(RangeSelector range, long now)
{
    private long[] _times = new long[64];
    private double[] _values = new double[64];

    /// <summary>Instant of the evaluation, milliseconds.</summary>
    public long Now { get; } = now;

    /// <summary>Where the range starts, milliseconds.</summary>
    public long Start { get; } = now - range.Selector.OffsetMilliseconds - range.RangeMilliseconds;

    /// <summary>Where it ends, milliseconds.</summary>
    public long End { get; } = now - range.Selector.OffsetMilliseconds;

    /// <summary>Length of the range.</summary>
    public double Seconds { get; } = range.RangeMilliseconds / 1000.0;

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>Instants, milliseconds.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    /// <summary>Values.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>Reads a series; false when it has no value in the range.</summary>
    public bool Read(MemorySeries series)
    {
        int from = series.FirstAtOrAfter(Start);
        int to = series.FirstAtOrAfter(End + 1);
        if (to - from > _times.Length)
        {
            _times = new long[2 * (to - from)];
            _values = new double[2 * (to - from)];
        }

        Count = 0;
        ReadOnlySpan<long> times = series.Times[from..to];
        ReadOnlySpan<double> values = series.Values[from..to];
        for (int i = 0; i < times.Length; i++)
        {
            if (!StaleMarker.Is(values[i]))
            {
                (_times[Count], _values[Count++]) = (times[i], values[i]);
            }
        }

        return Count > 0;
    }
}
