using Vireo.Detection.Logs;

namespace Vireo.Detection.Tests.Logs;

public sealed class LogWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_template_first_seen_after_learning_is_new_and_one_seen_before_is_not()
    {
        var watch = new LogWatch(new LogWatchOptions());
        LogSignal? learning = watch.Observe(1, Start);
        LogSignal? known = watch.Observe(1, Start.AddHours(2));
        LogSignal? fresh = watch.Observe(2, Start.AddHours(2));

        Assert.Null(learning);
        Assert.Null(known);
        Assert.Equal((LogSignalKind.New, 2), (fresh!.Kind, fresh.Template));
    }

    [Fact]
    public void A_template_back_after_a_week_is_rare()
    {
        var watch = new LogWatch(new LogWatchOptions());
        watch.Observe(1, Start);

        LogSignal? signal = watch.Observe(1, Start.AddDays(8));

        Assert.Equal(LogSignalKind.Rare, signal!.Kind);
    }

    [Fact]
    public void A_burst_is_told_once_a_minute_and_while_it_is_under_way()
    {
        var watch = new LogWatch(new LogWatchOptions());
        Assert.Empty(Every(watch, TimeSpan.FromSeconds(12), from: Start, lines: 1_000));
        DateTimeOffset burst = Start.AddHours(4);

        List<LogSignal> signals = Every(watch, TimeSpan.FromMilliseconds(100), from: burst, lines: 550);

        LogSignal signal = Assert.Single(signals);
        Assert.Equal(LogSignalKind.Burst, signal.Kind);
        Assert.InRange(signal.At - burst, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(signal.Expected, 2, 6);
    }

    [Fact]
    public void A_quiet_week_of_random_lines_raises_nothing()
    {
        var watch = new LogWatch(new LogWatchOptions());
        var random = new Random(3);
        List<LogSignal> signals = [];
        DateTimeOffset at = Start;
        while (at < Start.AddDays(7))
        {
            at += TimeSpan.FromSeconds(-30 * Math.Log(1 - random.NextDouble()));
            signals.AddRange(((LogSignal?[])[watch.Observe(random.Next(3), at)]).OfType<LogSignal>());
        }

        Assert.Empty(signals);
    }

    [Fact]
    public void A_merged_template_brings_its_past_along()
    {
        var watch = new LogWatch(new LogWatchOptions());
        watch.Observe(1, Start);
        watch.Observe(2, Start);
        watch.Merge(1, 2);

        Assert.Null(watch.Observe(2, Start.AddHours(2)));
        Assert.Equal(LogSignalKind.New, watch.Observe(1, Start.AddHours(2))!.Kind);
    }

    private static List<LogSignal> Every(LogWatch watch, TimeSpan step, DateTimeOffset from, int lines)
    {
        List<LogSignal> signals = [];
        for (int i = 0; i < lines; i++)
        {
            if (watch.Observe(1, from + (i * step)) is { } signal)
            {
                signals.Add(signal);
            }
        }

        return signals;
    }
}
