using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying.Recurring;
using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Tests.Deploying.Recurring;

public class RecurringNeedsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Monday.AddDays(28);
    private static readonly VmGroup Web = new() { Id = new("web"), Template = new("small"), Rules = [new TargetTracking(0.7, 0.1)], Maximum = 8 };

    private static readonly VmTemplate Small = new(new("small"), 2, "ubuntu", 2, new MemoryBytes(4L << 30))
    {
        UserData = "port={{port}} size={{size}}",
        Parameters =
        [
            new TemplateParameter("port", ParameterKind.Integer, "80") { Minimum = 1, Maximum = 65_535 },
            new TemplateParameter("size", ParameterKind.Word, "s") { Choices = ["s", "m"] },
        ],
    };

    private static readonly Policy Policy = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        Templates = [Small],
        Groups = [Web],
    };

    [Fact]
    public void A_kind_that_is_asked_for_on_Mondays_is_expected_with_the_template_as_it_stands_now()
    {
        var need = Assert.Single(Find(requests: Requests(("port", "8080"), ("size", "xl"), ("colour", "red"))));

        Assert.Equal(("small-monday-0830", NeedKind.Request, 2, 4, 4), (need.Id, need.Kind, need.Count, need.Seen, need.Of));
        Assert.Equal([KeyValuePair.Create("port", "8080")], need.Machine!.Parameters);
        Assert.Contains("on 4 of 4 Mondays from 08:30 UTC", need.Reason);
        Assert.Equal("", need.Obstacle);
        Assert.Equal(Now.AddHours(8.5), need.Next(Now));
    }

    [Fact]
    public void A_template_that_is_gone_or_wants_a_value_is_named_as_the_obstacle()
    {
        var strict = Small with { Parameters = [Small.Parameters[0] with { Default = null }, Small.Parameters[1]] };

        Assert.Contains("not configured", Find(Policy with { Templates = [] }, Requests()).Single().Obstacle);
        Assert.Contains("has no default", Find(Policy with { Templates = [strict] }, Requests()).Single().Obstacle);
    }

    [Fact]
    public void It_is_asked_for_once_ahead_of_time_and_not_before()
    {
        var need = Find(requests: Requests()).Single();
        var due = Now.AddHours(8);

        Assert.Empty(Due(need, due.AddMinutes(-1)));
        var asked = Assert.Single(Due(need, due));
        Assert.Equal(("small-monday-0830-20260202", Now.AddHours(9.5)), (asked.Id.Value, asked.Deadline));
        Assert.Equal(["small-monday-0830-20260202-1", "small-monday-0830-20260202-2"], asked.Machines.Select(machine => machine.Name.Value));
        Assert.Equal(need.Reason, asked.Evidence);
        Assert.Empty(Due(need, due.AddMinutes(5), known: [asked]));
    }

    [Fact]
    public void It_is_not_asked_for_where_a_person_was_faster_or_nothing_may_be_made()
    {
        var need = Find(requests: Requests()).Single();
        var due = Now.AddHours(8);
        var byAnna = Due(need, due).Single() with { Id = new("annas"), RequestedAt = due.AddMinutes(2) };

        Assert.Empty(Due(need, due.AddMinutes(5), known: [byAnna]));
        Assert.Empty(Due(need, due, Policy with { DefaultMode = OperatingMode.Recommend }));
        Assert.Empty(Due(need, due, Policy with { DeployFromHistory = false }));
        Assert.Empty(Due(need with { Obstacle = "No." }, due));
    }

    [Fact]
    public void A_group_that_grows_every_workday_has_its_replicas_before()
    {
        PastGrowth[] growths =
        [
            .. Enumerable.Range(0, 28).Select(day => Monday.AddDays(day)).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                .SelectMany(day => new[]
                {
                    new PastGrowth(day.AddHours(8), Web.Id, 3, false), new PastGrowth(day.AddHours(8.2), Web.Id, 5, false),
                }),
        ];
        var need = Assert.Single(Find(growths: growths));

        Assert.Equal((NeedKind.Growth, 5, 20), (need.Kind, need.Count, need.Seen));
        Assert.Equal(2, Wanted(need, Now.AddHours(7.5)));
        Assert.Equal(5, Wanted(need, Now.AddHours(7.92)));
        Assert.Equal(5, Wanted(need, Now.AddHours(8.5)));
        Assert.Equal(2, Wanted(need, Now.AddHours(9.5)));
        Assert.Empty(Find(growths: [.. growths.Select(growth => growth with { IsAhead = true })]));
    }

    [Fact]
    public void A_static_group_is_left_as_its_operator_wants_it()
    {
        PastGrowth[] growths = [.. Enumerable.Range(0, 28).Select(day => new PastGrowth(Monday.AddDays(day).AddHours(8), Web.Id, 3, false))];

        Assert.Empty(Find(Policy with { Groups = [Web with { Rules = [new FixedCount(3)] }] }, growths: growths));
    }

    [Fact]
    public void A_group_that_loses_replicas_again_and_again_has_one_that_stands_by()
    {
        int[] days = [2, 2, 9, 20];
        PastFailover[] lost = [.. days.Select(day => new PastFailover(Monday.AddDays(day), Web.Id))];
        var need = Assert.Single(Find(failovers: lost));

        Assert.Equal((NeedKind.Standby, 3), (need.Kind, need.Seen));
        Assert.Contains("lost replicas 3 times in 30 days", need.Reason);
        Assert.InRange(need.Chance, 0.001, 0.01);
        Assert.Equal(3, Wanted(need, Now));
        Assert.Equal(3, Wanted(need, Now, ready: 3));
        Assert.Empty(Find(failovers: lost[..3]));
    }

    private static int Wanted(RecurringNeed need, DateTimeOffset now, int ready = 2)
    {
        var load = new GroupLoad(TimeSpan.FromMinutes(5), new double[] { 140 }, new double[] { 140, 140 }, 100, TimeSpan.FromMinutes(5));

        return GroupScaler.Decide(Web, new GroupReplicas(ready, 0, 0, 0, null, null), load, now, [need]).Wanted;
    }

    private static ImmutableArray<Deployment> Due(
        RecurringNeed need, DateTimeOffset now, Policy? policy = null, Deployment[]? known = null) =>
        ExpectedDeployments.Due(
            FleetSnapshot.Create(now, new("c"), [], [], [], []) with { RecurringNeeds = [need] }, known ?? [], policy ?? Policy, "vireo");

    private static ImmutableArray<RecurringNeed> Find(
        Policy? policy = null, PastRequest[]? requests = null, PastGrowth[]? growths = null, PastFailover[]? failovers = null) =>
        RecurringNeeds.Find(new NeedHistory(Monday, Now, [.. requests ?? []], [.. growths ?? []], [.. failovers ?? []]), policy ?? Policy);

    private static PastRequest[] Requests(params (string Key, string Value)[] parameters) =>
    [
        .. Enumerable.Range(0, 4).Select(week => new PastRequest(
            Monday.AddDays(7 * week).AddHours(8.5),
            new DeployedMachine(new($"build-{week}"), Small.Id)
            {
                Parameters = parameters.ToImmutableSortedDictionary(one => one.Key, one => one.Value),
            },
            Count: week == 2 ? 3 : 2, IsOwn: false)),
    ];
}
