namespace Vireo.Simulation.Tests.Time;

public class VirtualTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private readonly VirtualTimeline _time = new(Start);

    [Fact]
    public void The_clock_jumps_to_the_next_timer_when_nothing_is_left_to_run()
    {
        var seen = new List<double>();

        Run(async () =>
        {
            await Delay(3600);
            seen.Add(SecondsNow());
            await Delay(86_400 * 40);
            seen.Add(SecondsNow());
        });

        Assert.Equal([3600, 3600 + (86_400.0 * 40)], seen);
    }

    [Fact]
    public void Timers_fire_by_due_time_and_then_in_the_order_in_which_they_were_created()
    {
        var order = new List<string>();

        Run(() => Task.WhenAll(After(2, "b1"), After(1, "a1"), After(2, "b2"), After(1, "a2"), After(0.5, "first")));

        Assert.Equal(["first", "a1", "a2", "b1", "b2"], order);

        async Task After(double seconds, string name)
        {
            await Delay(seconds);
            order.Add(name);
        }
    }

    [Fact]
    public void Everything_runs_on_the_thread_that_called_run()
    {
        var threads = new HashSet<int>();

        Run(async () =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            await Delay(1);
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Yield();
            threads.Add(Environment.CurrentManagedThreadId);
        });

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void The_same_program_with_many_interleaved_parts_runs_in_the_same_order_twice()
    {
        Assert.Equal(Trace(), Trace());

        static string Trace()
        {
            var time = new VirtualTimeline(Start);
            var order = new List<string>();
            time.Run(_ => Task.WhenAll(Enumerable.Range(0, 50).Select(Part)), CancellationToken.None);

            return string.Join(' ', order);

            async Task Part(int part)
            {
                var random = new SeededRandom(part);
                for (int step = 0; step < 20; step++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(random.NextInt(5)), time);
                    order.Add($"{part}.{step}");
                    await Task.Yield();
                }
            }
        }
    }

    [Fact]
    public void A_periodic_timer_ticks_at_exact_multiples()
    {
        var ticks = new List<double>();

        Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5), _time);
            while (ticks.Count < 4 && await timer.WaitForNextTickAsync(CancellationToken.None))
            {
                ticks.Add(SecondsNow());
            }
        });

        Assert.Equal([300, 600, 900, 1200], ticks);
    }

    [Fact]
    public void A_cancellation_source_with_a_time_out_cancels_in_virtual_time()
    {
        double cancelledAt = 0;

        Run(async () =>
        {
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
            try
            {
                await Task.Delay(TimeSpan.FromDays(1), _time, source.Token);
            }
            catch (OperationCanceledException)
            {
                cancelledAt = SecondsNow();
            }
        });

        Assert.Equal(30, cancelledAt);
    }

    [Fact]
    public void Waiting_for_a_task_with_a_time_out_gives_up_in_virtual_time()
    {
        var never = new TaskCompletionSource();

        Assert.Throws<TimeoutException>(() => Run(() => never.Task.WaitAsync(TimeSpan.FromHours(1), _time)));

        Assert.Equal(3600, SecondsNow());
    }

    [Fact]
    public void A_disposed_or_changed_timer_does_not_fire_at_its_old_time()
    {
        var fired = new List<double>();

        Run(async () =>
        {
            var dropped = _time.CreateTimer(_ => fired.Add(-1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            using var moved = _time.CreateTimer(
                _ => fired.Add(SecondsNow()), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            dropped.Dispose();
            Assert.True(moved.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan));
            Assert.False(dropped.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan));
            await Delay(10);
        });

        Assert.Equal([5], fired);
    }

    [Fact]
    public void An_exception_of_the_program_a_timer_or_a_posted_piece_comes_out_of_run()
    {
        Assert.Throws<FormatException>(() => Run(async () =>
        {
            await Delay(1);

            throw new FormatException();
        }));
        Assert.Throws<NotSupportedException>(() => Run(async () =>
        {
            _time.Context.Post(_ => throw new NotSupportedException(), null);
            await Delay(1);
        }));
        Assert.Throws<ArithmeticException>(() => Run(async () =>
        {
            using var bad = _time.CreateTimer(
                _ => throw new ArithmeticException(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await Delay(2);
        }));
    }

    [Fact]
    public async Task Posts_from_other_threads_wake_a_program_that_waits_for_nothing_else()
    {
        var reply = new TaskCompletionSource<int>();
        int pump = 0;
        var running = Task.Factory.StartNew(
            () => _time.Run(
                async _ =>
                {
                    pump = Environment.CurrentManagedThreadId;
                    await reply.Task;
                },
                CancellationToken.None),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        int ranOn = 0;
        _time.Context.Post(
            _ =>
            {
                ranOn = Environment.CurrentManagedThreadId;
                reply.SetResult(1);
            },
            null);
        await running;

        Assert.Equal(pump, ranOn);
        Assert.Equal(Start, _time.GetUtcNow());
    }

    [Fact]
    public async Task A_paced_wait_is_interrupted_by_a_post_and_by_a_change_of_pace()
    {
        _time.Pace = 0.001;
        var waiting = new TaskCompletionSource();
        var running = Task.Factory.StartNew(
            () => _time.Run(
                async _ =>
                {
                    waiting.SetResult();
                    await Delay(3600);
                },
                CancellationToken.None),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await waiting.Task;

        var posted = new TaskCompletionSource();
        _time.Context.Post(_ => posted.SetResult(), null);
        await posted.Task;
        var early = _time.GetUtcNow();
        _time.Pace = null;
        await running;

        Assert.True(early < Start.AddSeconds(10), $"Virtual time ran to {early} although it was paced.");
        Assert.Equal(3600, SecondsNow());
    }

    [Fact]
    public void A_pace_lets_real_time_pass()
    {
        _time.Pace = 1000;
        long before = TimeProvider.System.GetTimestamp();

        Run(() => Delay(50));

        var real = TimeProvider.System.GetElapsedTime(before);
        Assert.True(real >= TimeSpan.FromMilliseconds(49), $"50 virtual seconds at pace 1000 took {real}.");
        Assert.Equal(50, SecondsNow());
    }

    [Fact]
    public void A_second_run_at_the_same_time_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Run(() =>
        {
            _time.Run(_ => Task.CompletedTask, CancellationToken.None);

            return Task.CompletedTask;
        }));
    }

    [Fact]
    public void A_million_ticks_of_a_timer_are_all_there_and_in_time()
    {
        const int Ticks = 1_000_000;
        int ticks = 0;

        Run(async () =>
        {
            var done = new TaskCompletionSource();
            using var timer = _time.CreateTimer(
                _ =>
                {
                    if (++ticks == Ticks)
                    {
                        done.SetResult();
                    }
                },
                null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            await done.Task;
        });

        Assert.Equal(Ticks, SecondsNow());
    }

    private void Run(Func<Task> program) => _time.Run(_ => program(), CancellationToken.None);

    private Task Delay(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _time, CancellationToken.None);

    private double SecondsNow() => (_time.GetUtcNow() - Start).TotalSeconds;
}
