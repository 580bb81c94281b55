using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

/// <summary>Log lines that come from elsewhere than the providers.</summary>
public sealed class LogFeedTests
{
    [Fact]
    public void What_a_host_writes_for_the_first_time_after_a_day_is_an_incident_of_the_host()
    {
        using var world = new LoopWorld();
        string host = Fleets.Host(1).Id.Value;
        int looks = 0;
        var feed = new Feed(() => ++looks < 54
            ? [Line($"{host}.example.com", "kernel: all is well")]
            : [Line(host, "kernel: I/O error, dev sda"), Line(host, "kernel: I/O error, dev sdb"), Line(host, "kernel: I/O error, dev sdc")]);
        world.Options = world.Options with { LogFeeds = [feed], CycleInterval = TimeSpan.FromMinutes(30) };
        world.Start();

        world.RunUntil(state => state.Incidents.Any(one => one.Rule == RuleNames.LogSignal), TimeSpan.FromHours(30));

        var incident = Assert.Single(world.Loop.State.Incidents, one => one.Rule == RuleNames.LogSignal);
        Assert.Equal(EntityId.Of(Fleets.Host(1).Id), incident.Entity);
        Assert.InRange(looks, 54, 60);

        ReceivedLine Line(string writer, string text) => new(world.Time.GetUtcNow(), writer, text);
    }

    [Fact]
    public void A_rule_reads_kinds_of_log_lines_and_the_hosts_time_line_leads_from_the_line_to_the_incident()
    {
        using var world = new LoopWorld();
        string host = Fleets.Host(1).Id.Value;
        int looks = 0;
        var feed = new Feed(() => ++looks < 54
            ? [Line("kernel: all is well")]
            : [Line("kernel: I/O error, dev sda"), Line("kernel: I/O error, dev sdb"), Line("kernel: I/O error, dev sdc")]);
        world.Options = world.Options with
        {
            LogFeeds = [feed],
            CycleInterval = TimeSpan.FromMinutes(30),
            RuleFiles =
            [
                RuleFileReader.Read("own.yaml", """
                    groups:
                    - name: own
                      rules:
                      - alert: DiskErrors
                        expr: vireo_log_signal_lines{signal="new", template=~".*I/O error.*"} > 2
                    """),
            ],
        };
        world.Start();

        world.RunUntil(state => state.Incidents.Any(one => one.Rule == "DiskErrors"), TimeSpan.FromHours(30));

        var incident = Assert.Single(world.Loop.State.Incidents, one => one.Rule == "DiskErrors");
        Assert.Equal(EntityId.Of(Fleets.Host(1).Id), incident.Entity);
        var line = new EventTracer(world.State).About(
            world.Options.Cluster, world.Loop.State.JustHappened, incident.Entity, DateTimeOffset.MinValue, 100);
        var signals = line.Where(one => one.Happened.Kind == FleetEventKind.Log).ToList();
        Assert.NotEmpty(signals);
        Assert.All(signals, signal => Assert.Contains("I/O error", signal.Happened.Message, StringComparison.Ordinal));
        Assert.Contains(signals, signal => signal.Effects.Any(effect => effect.Kind == FleetEventKind.Incident));

        ReceivedLine Line(string text) => new(world.Time.GetUtcNow(), host, text);
    }

    [Fact]
    public void A_stranger_and_what_went_wrong_are_told_once()
    {
        using var world = new LoopWorld();
        var feed = new Feed(() => [new ReceivedLine(world.Time.GetUtcNow(), "stranger", "hello")]) { Trouble = "Log source 'test': 3 lines were dropped." };
        world.Options = world.Options with { LogFeeds = [feed] };
        world.Start();

        world.RunUntil(state => state.Cycle == 5);

        string[] told = [.. world.Loop.State.Timeline.Select(happened => happened.Message)];
        Assert.Single(told, text => text.Contains("'stranger' is no host or machine", StringComparison.Ordinal));
        Assert.Single(told, text => text.Contains("3 lines were dropped", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_of_a_hypervisor_are_read_after_one_of_the_next_year()
    {
        using var world = new LoopWorld();
        var host = EntityId.Of(Fleets.Host(1).Id);
        world.Options = world.Options with { CycleInterval = TimeSpan.FromMinutes(30) };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Write("kernel: all is well", world.Time.GetUtcNow().AddYears(1));
        world.RunUntil(state => state.Cycle == 53, TimeSpan.FromHours(30));
        for (int i = 0; i < 3; i++)
        {
            Write($"kernel: I/O error, dev sd{i}", world.Time.GetUtcNow().AddMinutes(25 + i));
        }

        world.RunUntil(state => state.Incidents.Any(one => one.Rule == RuleNames.LogSignal), TimeSpan.FromHours(3));

        var incident = Assert.Single(world.Loop.State.Incidents, one => one.Rule == RuleNames.LogSignal);
        Assert.Contains("3 lines", incident.Evidence, StringComparison.Ordinal);

        void Write(string text, DateTimeOffset at) => world.Hypervisor.LogLines.Add(new LogLine(at, host, text));
    }

    private sealed class Feed(Func<ReceivedLine[]> lines) : ILogFeed
    {
        public string Name => "test";

        public string? Trouble { get; set; }

        public IReadOnlyList<ReceivedLine> Take() => lines();

        public string? TakeTrouble()
        {
            string? trouble = Trouble;
            Trouble = null;

            return trouble;
        }
    }
}
