using Vireo.Fleet;

namespace Vireo.Detection.Previewing;

/// <summary>What looks at a history see, one after the other. A view: no value is copied. A series without a value in
/// the window is absent, as in production.</summary>
/// <param name="all">The history.</param>
/// <param name="step">The spacing of all of them.</param>
/// <param name="length">How far back a look sees.</param>
internal sealed class SlidingWindow(TimeSeries[] all, TimeSpan step, TimeSpan length)
{
    private readonly Dictionary<SeriesKey, TimeSeries> _seen = new(all.Length);
    private readonly int[] _end = new int[all.Length];
    private readonly int[] _newest = [.. Enumerable.Repeat(-1, all.Length)];

    /// <summary>What is seen at an instant; good until the next call.</summary>
    /// <param name="now">No earlier than the last time.</param>
    public FleetSeries At(DateTimeOffset now)
    {
        for (int i = 0; i < all.Length; i++)
        {
            TimeSeries one = all[i];
            long steps = (now - one.Start).Ticks / step.Ticks;
            int end = (int)Math.Clamp(steps, 0, one.Values.Length);
            int first = (int)Math.Clamp((now - length - one.Start).Ticks / step.Ticks, 0, end);
            if (NewestBefore(i, end) >= first)
            {
                _seen[one.Key] = one with { Start = one.Start + (first * step), Values = one.Values[first..end] };
            }
            else
            {
                _seen.Remove(one.Key);
            }
        }

        return new FleetSeries(now, step, _seen);
    }

    // Each value is looked at once: the end only moves forward.
    private int NewestBefore(int series, int end)
    {
        ReadOnlySpan<double> values = all[series].Values.Span;
        for (int i = _end[series]; i < end; i++)
        {
            if (double.IsFinite(values[i]))
            {
                _newest[series] = i;
            }
        }

        _end[series] = end;

        return _newest[series];
    }
}
