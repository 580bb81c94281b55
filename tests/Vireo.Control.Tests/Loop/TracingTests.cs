using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

/// <summary>One time line for each object, with causes and what followed.</summary>
public sealed class TracingTests
{
    [Fact]
    public void A_move_is_told_from_the_decision_to_the_arrival_on_the_lines_of_machine_and_both_hosts()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        var receipt = world.State.Receipts.Find(1)!;
        foreach (var entity in new[] { EntityId.Of(Fleets.Machine(1, 1).Id), EntityId.Of(Fleets.HostId(1)), EntityId.Of(Fleets.HostId(2)) })
        {
            var line = About(world, entity);
            Assert.Equal(
                [FleetEventKind.Decision, FleetEventKind.Started],
                line.Select(one => one.Happened.Kind).Reverse().Take(2));
            Assert.Contains(line, one => one.Happened.Kind == FleetEventKind.Action);
            Assert.All(line, one => Assert.Equal((receipt.Trace, 1L), (one.Happened.Trace, one.Happened.Receipt)));
        }

        var machine = About(world, EntityId.Of(Fleets.Machine(1, 1).Id));
        var started = machine.Single(one => one.Happened.Kind == FleetEventKind.Started);
        Assert.Equal("decision/1", Assert.Single(started.Causes).Key);
        Assert.Equal(
            [FleetEventKind.Moved, FleetEventKind.Action], started.Effects.Select(one => one.Kind).Order());
    }

    [Fact]
    public void What_followed_from_a_decision_is_the_same_after_a_restart()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        var before = Following(world, "decision/1");
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.True(before.Length >= 3);
        Assert.Equal(before.Select(one => one.Happened.Key), Following(world, "decision/1").Select(one => one.Happened.Key));
    }

    [Fact]
    public void A_host_that_fails_leads_to_its_incident_and_both_stand_on_its_line_with_the_policy_that_changed_before()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Run(() => world.Loop.SetPolicyAsync(world.Policy with { Name = "tight" }, "ada", CancellationToken.None));
        world.Hypervisor.With(Fleets.Host(3) with { State = HostState.Failed });

        world.RunUntil(state => state.Incidents.Any(one => one.Rule == RuleNames.HostDown));

        var line = About(world, EntityId.Of(Fleets.HostId(3)));
        var incident = line.Single(one => one.Happened.Kind == FleetEventKind.Incident);
        Assert.Contains(incident.Causes, cause => cause.Kind == FleetEventKind.Failed && cause.Entity == EntityId.Of(Fleets.HostId(3)));
        Assert.Contains(line, one => one.Happened is { Kind: FleetEventKind.Configuration, Source: "ada" });
    }

    [Fact]
    public void A_person_who_approves_stands_between_the_decision_and_the_action()
    {
        using var world = new LoopWorld();
        world.Policy = world.Policy with { DefaultMode = OperatingMode.Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ AwaitingApproval.IsEmpty: false }, ..]);
        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));

        world.RunUntilEnded("plan1-0");

        var line = Following(world, "decision/1");
        Assert.Equal(["decision/1", "decision/1/answer", "action/plan1-0"], line.Select(one => one.Happened.Key).Take(3));
        Assert.Contains(world.State.Audit.Newest(10), row =>
            row.Action == "plan.approve" && row.Detail.Contains(world.State.Receipts.Find(1)!.Trace, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_newest_events_are_kept_and_their_links_go_with_them()
    {
        using var world = new LoopWorld();
        world.Options = world.Options with { EventsToKeep = 20 };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        for (int i = 0; i < 30; i++)
        {
            world.Time.Run(() => world.Loop.PauseAsync($"user-{i}", CancellationToken.None));
        }

        world.RunUntil(state => state.Cycle == 2);

        Assert.Equal(20, About(world, EntityId.Of(Fleets.HostId(1))).Length);
    }

    [Fact]
    public void The_spans_of_a_cycle_and_of_its_actions_carry_the_trace_of_the_receipt()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LoopMetrics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var world = new LoopWorld();

        // Other tests run beside it: none of them begins at this instant, so none has this trace.
        world.Time.Pass(TimeSpan.FromSeconds(4_211));
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        string trace = world.State.Receipts.Find(1)!.Trace;
        Activity[] own = [.. spans.Where(span => span.TraceId.ToHexString() == trace)];
        var cycle = own.Single(span => span.OperationName == "cycle");
        Assert.Superset(
            new HashSet<string> { "collect", "watch", "forecast", "decide", "review", "act", "action" },
            own.Where(span => span.ParentSpanId == cycle.SpanId).Select(span => span.OperationName).ToHashSet());
        Assert.Equal(1L, cycle.GetTagItem("vireo.receipt"));
        Assert.Equal("plan1-0", own.Single(span => span.OperationName == "action").GetTagItem("vireo.action"));
    }

    private static ImmutableArray<TracedEvent> About(LoopWorld world, EntityId entity) =>
        new EventTracer(world.State).About(
            world.Options.Cluster, world.Loop.State.JustHappened, entity, DateTimeOffset.MinValue, 100);

    private static ImmutableArray<TracedEvent> Following(LoopWorld world, string key) =>
        new EventTracer(world.State).Following(world.Options.Cluster, world.Loop.State.JustHappened, key, 100);
}
