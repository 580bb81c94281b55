using System.Collections.Immutable;
using Vireo.Detection.Logs;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Logs;

public sealed class FleetLogsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly FleetLogs _logs = new();
    private DateTimeOffset _now = Monday;

    [Fact]
    public void Nothing_is_news_on_the_first_day() =>
        Assert.Empty(Write(Lines("a", "error: disk {0} failed", 5)));

    [Fact]
    public void A_kind_of_line_that_nobody_wrote_before_is_told_with_who_writes_it()
    {
        Learn();

        UnusualLog signal = Assert.Single(Write(Lines("a", "kernel: error: I/O failed on sector {0}", 3)));

        Assert.Equal(new EntityId(EntityKind.Host, "a"), signal.Entity);
        Assert.Equal("kernel: error: I/O failed on sector <*>", signal.Template);
        Assert.Equal((3, true, LogSignalKind.New), (signal.Lines, signal.IsTrouble, signal.Kind));
    }

    [Fact]
    public void One_line_of_one_host_is_no_signal_and_one_line_of_three_hosts_is()
    {
        Learn();

        Assert.Empty(Write(Lines("a", "app: error: cannot parse {0}", 1)));
        LogLine[] ofOthers =
            [.. Lines("b", "app: error: cannot parse {0}", 1), .. Lines("c", "app: error: cannot parse {0}", 1)];
        Assert.Equal(3, Write(ofOthers).Length);
    }

    [Fact]
    public void It_is_over_when_the_lines_stop()
    {
        Learn();
        Assert.Single(Write(Lines("a", "error: disk {0} failed", 4)));

        _now += TimeSpan.FromMinutes(30);

        Assert.Empty(Write(Lines("a", "session {0} opened", 2)));
    }

    [Theory]
    [InlineData("latency of store-7 has deteriorated to {0} us", EntityKind.Datastore, "store-7")]
    [InlineData("latency of [store-7] has deteriorated to {0} us", EntityKind.Datastore, "store-7")]
    [InlineData("latency of store-70 has deteriorated to {0} us", EntityKind.Host, "a")]
    [InlineData("latency of mystore-7 has deteriorated to {0} us", EntityKind.Host, "a")]
    public void A_line_that_names_a_datastore_is_about_it(string text, EntityKind kind, string name)
    {
        Learn();

        UnusualLog signal = Assert.Single(Write(Lines("a", text, 3), "store-7"));

        Assert.Equal(new EntityId(kind, name), signal.Entity);
    }

    [Fact]
    public void What_everybody_writes_every_day_is_no_signal_however_bad_it_sounds()
    {
        Learn("error: warning: failed {0}");

        Assert.Empty(Write(Lines("a", "error: warning: failed {0}", 3)));
    }

    [Fact]
    public void A_writer_that_no_longer_writes_a_kind_of_line_is_told_once_it_was_regular()
    {
        Keep(days: 3, "backup of {0} done");

        Assert.Empty(Gone(Keep(days: 0.01, "session {0} opened")));
        UnusualLog gone = Assert.Single(Gone(Keep(days: 0.1, "session {0} opened")));
        Assert.Equal((LogSignalKind.Vanished, "backup of <*> done"), (gone.Kind, gone.Template));
        Assert.False(gone.IsTrouble);

        Assert.Empty(Gone(Keep(days: 1.5, "session {0} opened")));
    }

    [Fact]
    public void A_writer_that_says_nothing_at_all_is_no_vanished_line()
    {
        Keep(days: 3, "backup of {0} done");

        _now += TimeSpan.FromHours(12);

        Assert.Empty(Write([]));
    }

    [Fact]
    public void What_is_written_by_day_only_is_neither_gone_at_night_nor_rare_in_the_morning()
    {
        for (int day = 0; day < 6; day++)
        {
            Assert.Empty(Keep(days: 0.4, "error: request {0} failed"));
            Assert.Empty(Keep(days: 0.6, "session {0} opened"));
        }
    }

    [Fact]
    public void A_clock_that_is_a_year_ahead_does_not_make_other_lines_old()
    {
        Learn();
        LogLine[] ahead = [.. Lines("a", "session {0} opened", 1).Select(line => line with { At = _now.AddYears(1) })];
        Write(ahead);

        UnusualLog signal = Assert.Single(Write(Lines("a", "kernel: error: I/O failed on sector {0}", 3)));

        Assert.Equal((LogSignalKind.New, _now), (signal.Kind, signal.Since));
        _now += TimeSpan.FromMinutes(30);
        Assert.Empty(Write(Lines("a", "session {0} opened", 1)));
    }

    // Writes a line, and one of another kind, every twelve minutes.
    private ImmutableArray<UnusualLog> Keep(double days, string text)
    {
        ImmutableArray<UnusualLog> signals = [];
        for (DateTimeOffset end = _now.AddDays(days); _now < end; _now += TimeSpan.FromMinutes(12))
        {
            signals = Write([.. Lines("a", text, 1), .. Lines("a", "cron: pam session {0}", 1)]);
        }

        return signals;
    }

    private static IEnumerable<UnusualLog> Gone(IEnumerable<UnusualLog> signals) =>
        signals.Where(signal => signal.Kind == LogSignalKind.Vanished);

    private void Learn(string text = "session {0} opened")
    {
        for (int hour = 0; hour < 30; hour++)
        {
            Write(Lines("a", text, 3));
            _now += TimeSpan.FromHours(1);
        }
    }

    private ImmutableArray<UnusualLog> Write(LogLine[] lines, string? datastore = null)
    {
        VirtualMachine machine = Scene.Machine("v", "a") with
        {
            Datastore = datastore is null ? null : new DatastoreId(datastore),
        };
        var fleet = FleetSnapshot.Create(_now, new("c"), [Scene.Host("a")], [machine], [], []);

        return _logs.Observe(fleet, lines, _now);
    }

    private LogLine[] Lines(string host, string text, int count) =>
    [
        .. Enumerable.Range(1, count)
            .Select(i => new LogLine(_now, new(EntityKind.Host, host), string.Format(null, text, 1000 + i))),
    ];
}
