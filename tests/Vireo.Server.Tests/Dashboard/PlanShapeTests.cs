using Vireo.Fleet;
using Vireo.Server.Dashboard.Plans;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Tests.Dashboard;

public class PlanShapeTests
{
    [Fact]
    public void A_plan_is_drawn_as_the_hosts_it_touches_before_and_after_and_the_moves_between()
    {
        var fleet = FleetSnapshot.Create(
            DateTimeOffset.UnixEpoch, new("c"), [Host("h-1"), Host("h-2"), Host("h-3")],
            [Machine("a", "h-1"), Machine("b", "h-1"), Machine("c", "h-2"), Machine("off", "h-1", PowerState.Off)], [], []);
        var outlook = new Outlook(
            DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 2, [0.5, 0.95],
            [new VmOutlook(new("a"), new DemandForecast([1_000, 3_000, 9_000, 9_000], "t"), new DemandForecast([], "t"), DataQuality.Perfect)], []);
        var plan = new Plan(
            [Step("1", new Migration(new("a"), new("h-1"), new("h-2"))), Step("2", new Migration(new("b"), new("h-1"), new("h-2"))),
                Step("3", new PowerOffHost(new("h-1")))], [], "");

        var shape = PlanShape.Of(fleet, outlook, plan);

        // Two GHz are expected of a, and four configured for each of the others, of ten.
        Assert.Equal([new PlanHost(new("h-1"), "h-1", 0.6, 0.5, 2, true), new PlanHost(new("h-2"), "h-2", 0.4, 0.25, 1, true)], shape.Before);
        Assert.Equal([new PlanHost(new("h-1"), "h-1", 0, 0, 0, false), new PlanHost(new("h-2"), "h-2", 1, 0.75, 3, true)], shape.After);
        Assert.Equal((0, 1, "a, b"), (shape.Arrows[0].From, shape.Arrows[0].To, string.Join(", ", Assert.Single(shape.Arrows).Machines)));
        Assert.Equal(0, shape.Hidden);
    }

    [Fact]
    public void A_plan_of_hundreds_of_hosts_shows_some_and_says_how_many_more()
    {
        var fleet = FleetSnapshot.Create(
            DateTimeOffset.UnixEpoch, new("c"), Enumerable.Range(0, 100).Select(i => Host($"h-{i:000}")), [], [], []);
        var outlook = new Outlook(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 1, [0.5], [], []);

        var shape = PlanShape.Of(fleet, outlook, new Plan([.. fleet.Hosts.Select(host => Step(host.Name, new PowerOffHost(host.Id)))], [], ""));

        Assert.Equal((30, 70), (shape.Before.Length, shape.Hidden));
    }

    private static Host Host(string id) => new(
        new(id), id, new("p"), new("c"), HostState.On, false, 8, new CpuMhz(10_000), new MemoryBytes(16L << 30), new BytesPerSecond(1e9),
        new PowerCurve([100, 200]), "", "m");

    private static VirtualMachine Machine(string id, string host, PowerState state = PowerState.On) => new(
        new(id), id, new("p"), new("c"), new HostId(host), state, 2, new CpuMhz(4_000), new MemoryBytes(4L << 30), Mobility.Free, null, null);

    private static PlannedAction Step(string id, FleetAction action) => new(new(id), action, [], ["consolidate"], "", "", 0, 0);
}
