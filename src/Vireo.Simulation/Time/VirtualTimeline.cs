namespace Vireo.Simulation;

/// <summary>Virtual time: a <see cref="TimeProvider"/> whose clock jumps to the next timer as soon as nothing is left
/// to run now, and the single-threaded run queue that knows when that is.</summary>
/// <remarks>
/// Everything awaited inside <see cref="Run"/> continues on the thread that called it, one piece at a time, in the
/// order in which it was posted; timers fire by due time, then by creation number. So a program that keeps to the rule
/// "no thread pool, no other clock" does the same thing in the same order every time, as fast as the processor allows.
/// Posts and timer changes from other threads are safe: they are run between two pieces and wake a paced wait.
/// Timers do not carry an <see cref="ExecutionContext"/>.
/// </remarks>
public sealed partial class VirtualTimeline : TimeProvider
{
    private readonly object _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly TimerHeap _timers = new();
    private readonly TimelineContext _context;
    private long _nowTicks;
    private long _created;
    private Thread? _pump;

    /// <summary>Creates a timeline that stands still until it is run.</summary>
    /// <param name="start">The first instant.</param>
    public VirtualTimeline(DateTimeOffset start)
    {
        _nowTicks = start.UtcTicks;
        _context = new TimelineContext(this);
        AnchorPace();
    }

    /// <summary>For code outside that wants to run something on the timeline: post it here.</summary>
    public SynchronizationContext Context => _context;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    internal bool IsPumpThread => _pump == Thread.CurrentThread;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _nowTicks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _nowTicks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state, Interlocked.Increment(ref _created));
        Change(timer, dueTime, period);

        return timer;
    }

    /// <summary>Runs a program to its end on this thread, in virtual time.</summary>
    /// <param name="program">What to run; its continuations and timers all happen on this thread.</param>
    /// <param name="cancellationToken">Handed to the program; the timeline runs on until the program has ended.</param>
    /// <exception cref="InvalidOperationException">The timeline is being run already.</exception>
    /// <remarks>An exception of the program, of a timer or of a posted piece ends the run and is thrown here.</remarks>
    public void Run(Func<CancellationToken, Task> program, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (Interlocked.CompareExchange(ref _pump, Thread.CurrentThread, null) is not null)
        {
            throw new InvalidOperationException(
                "The timeline is already running. Post the work to its Context instead of running it twice.");
        }

        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            AnchorPace();
            var main = program(cancellationToken);
            // A program may end on another thread; this wakes a pump that waits for nothing else.
            main.ContinueWith(
                static (_, timeline) => ((VirtualTimeline)timeline!).Wake(), this, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Pump(main);
            main.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            _pump = null;
        }
    }

    internal void Enqueue(SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            _ready.Enqueue((callback, state));
            Monitor.Pulse(_gate);
        }
    }

    internal bool Change(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            Disarm(timer);
            timer.PeriodTicks = period.Ticks;
            if (dueTime.Ticks >= 0)
            {
                timer.DueTicks = checked(_nowTicks + dueTime.Ticks);
                _timers.Add(timer);
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    internal void Remove(VirtualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            Disarm(timer);
        }
    }

    private void Disarm(VirtualTimer timer)
    {
        if (timer.HeapIndex >= 0)
        {
            _timers.Remove(timer);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }

    private void Pump(Task main)
    {
        while (!main.IsCompleted)
        {
            if (TakeReady(main, out var piece, out var timer))
            {
                piece.Callback(piece.State);
            }
            else
            {
                timer?.Fire();
            }
        }
    }

    /// <summary>Waits for what comes next: a posted piece (true), a timer that is due, or the end of the
    /// program.</summary>
    private bool TakeReady(
        Task main, out (SendOrPostCallback Callback, object? State) piece, out VirtualTimer? timer)
    {
        timer = null;
        lock (_gate)
        {
            while (!main.IsCompleted)
            {
                if (_ready.TryDequeue(out piece))
                {
                    return true;
                }

                if (_timers.Count == 0)
                {
                    Monitor.Wait(_gate);
                }
                else if (IsDue(_timers.Earliest.DueTicks, out int waitMilliseconds))
                {
                    timer = TakeEarliest();

                    break;
                }
                else
                {
                    Monitor.Wait(_gate, waitMilliseconds);
                    FollowRealTime();
                }
            }
        }

        piece = default;

        return false;
    }

    private VirtualTimer TakeEarliest()
    {
        var timer = _timers.Earliest;
        _timers.Remove(timer);
        Volatile.Write(ref _nowTicks, Math.Max(_nowTicks, timer.DueTicks));
        if (timer.PeriodTicks > 0)
        {
            timer.DueTicks += timer.PeriodTicks;
            _timers.Add(timer);
        }

        return timer;
    }
}
