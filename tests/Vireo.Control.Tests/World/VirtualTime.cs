namespace Vireo.Control.Tests;

/// <summary>One thread and one clock: when nothing is left to run, time jumps to the next timer.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<(VirtualTimer Timer, int Setting), (long Ticks, long Order)> _timers = new();
    private readonly Queue<(SendOrPostCallback Work, object? State)> _work = new();
    private readonly Carrier _carrier;
    private long _order;

    public VirtualTime() => _carrier = new Carrier(this);

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);

        return timer;
    }

    /// <summary>Runs a story to its end.</summary>
    public T Run<T>(Func<Task<T>> story)
    {
        Task<T>? task = null;
        _work.Enqueue((_ => task = story(), null));
        RunUntil(() => task is { IsCompleted: true }, TimeSpan.FromDays(2));

        return task!.GetAwaiter().GetResult();
    }

    public void Run(Func<Task> story) => Run(async () =>
    {
        await story();
        return true;
    });

    /// <summary>Starts work that ends by itself, later.</summary>
    public Task Start(Func<Task> work)
    {
        var done = new TaskCompletionSource();
        _work.Enqueue((async _ =>
        {
            try
            {
                await work();
                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }, null));

        return done.Task;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span)
    {
        var end = Now + span;
        RunUntil(() => false, span, mayEnd: true);
        Now = end;
    }

    public void RunUntil(Func<bool> isSo, TimeSpan limit, bool mayEnd = false)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_carrier);
        try
        {
            var end = Now + limit;
            while (true)
            {
                while (_work.TryDequeue(out var item))
                {
                    item.Work(item.State);
                    if (isSo())
                    {
                        return;
                    }
                }

                if (isSo())
                {
                    return;
                }

                if (!Jump(end))
                {
                    Assert.True(mayEnd, $"Nothing happened any more, or not within {limit}.");
                    return;
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private bool Jump(DateTimeOffset end)
    {
        while (_timers.TryPeek(out var next, out var due))
        {
            if (next.Timer.Setting != next.Setting)
            {
                _timers.Dequeue();
                continue;
            }

            if (due.Ticks > end.UtcTicks)
            {
                return false;
            }

            _timers.Dequeue();
            Now = new DateTimeOffset(Math.Max(due.Ticks, Now.UtcTicks), TimeSpan.Zero);
            next.Timer.Fire();

            return true;
        }

        return false;
    }

    private sealed class Carrier(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time._work.Enqueue((d, state));

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Setting++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time._timers.Enqueue((this, Setting), (time.Now.UtcTicks + dueTime.Ticks, time._order++));
            }

            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public void Dispose() => Setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();

            return ValueTask.CompletedTask;
        }
    }
}
