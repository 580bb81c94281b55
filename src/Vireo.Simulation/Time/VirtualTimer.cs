namespace Vireo.Simulation;

/// <summary>One timer of a <see cref="VirtualTimeline"/>.</summary>
internal sealed class VirtualTimer(VirtualTimeline timeline, TimerCallback callback, object? state, long number) : ITimer
{
    /// <summary>Creation number: breaks ties between timers that are due together.</summary>
    public long Number { get; } = number;

    /// <summary>Virtual ticks at which it is due.</summary>
    public long DueTicks { get; set; }

    /// <summary>Ticks between firings; zero or less fires once.</summary>
    public long PeriodTicks { get; set; }

    /// <summary>Position in the heap, -1 while not armed.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>Set once; a disposed timer never fires again.</summary>
    public bool IsDisposed { get; set; }

    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period) => timeline.Change(this, dueTime, period);

    public void Dispose() => timeline.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();

        return ValueTask.CompletedTask;
    }
}
