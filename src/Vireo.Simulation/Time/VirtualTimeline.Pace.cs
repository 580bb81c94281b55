using System.Diagnostics;

namespace Vireo.Simulation;

public sealed partial class VirtualTimeline
{
    // Behind by more than this (a suspended laptop, a long cycle), the pace starts afresh instead of catching up in a
    // burst.
    private static readonly TimeSpan LargestLag = TimeSpan.FromSeconds(1);

    private double? _pace;
    private long _anchorReal;
    private long _anchorVirtualTicks;

    /// <summary>Virtual seconds per real second; null runs flat out. May be changed at any time from any
    /// thread.</summary>
    public double? Pace
    {
        get
        {
            lock (_gate)
            {
                return _pace;
            }
        }

        set
        {
            if (value is { } pace)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pace);
                ArgumentOutOfRangeException.ThrowIfNotEqual(double.IsFinite(pace), true, nameof(value));
            }

            lock (_gate)
            {
                FollowRealTime();
                _pace = value;
                AnchorPace();
                Monitor.Pulse(_gate);
            }
        }
    }

    private void AnchorPace()
    {
        _anchorReal = Stopwatch.GetTimestamp();
        _anchorVirtualTicks = _nowTicks;
    }

    private bool IsDue(long dueTicks, out int waitMilliseconds)
    {
        waitMilliseconds = 0;
        if (_pace is not { } pace)
        {
            return true;
        }

        var planned = TimeSpan.FromSeconds((dueTicks - _anchorVirtualTicks) / (pace * TimeSpan.TicksPerSecond));
        var remaining = planned - Stopwatch.GetElapsedTime(_anchorReal);
        if (remaining < -LargestLag)
        {
            AnchorPace();
        }

        waitMilliseconds = (int)Math.Min(Math.Ceiling(remaining.TotalMilliseconds), int.MaxValue);

        return waitMilliseconds <= 0;
    }

    /// <summary>Moves a paced clock on to where real time has come, at most to the next timer.</summary>
    private void FollowRealTime()
    {
        if (_pace is not { } pace || _timers.Count == 0 || _pump is null)
        {
            return;
        }

        double elapsed = Stopwatch.GetElapsedTime(_anchorReal).TotalSeconds * pace;
        long reached = _anchorVirtualTicks + (long)(elapsed * TimeSpan.TicksPerSecond);
        Volatile.Write(ref _nowTicks, Math.Clamp(reached, _nowTicks, Math.Max(_nowTicks, _timers.Earliest.DueTicks)));
    }
}
