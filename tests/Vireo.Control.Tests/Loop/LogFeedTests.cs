using Vireo.Detection;
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
