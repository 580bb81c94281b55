using System.Collections.Immutable;
using CsCheck;
using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Incidents that the policy answers: what is planned, what is held back, and why.</summary>
public class RemedyTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, Consolidate = false, ManageHostPower = false };
    private static readonly Remedy Restart = new("restart-hung", ["vm-hung"], RemedyKind.Restart);
    private static readonly Remedy Evacuate = new("leave", ["host-*"], RemedyKind.Evacuate);
    private static readonly Remedy Grow =
        new("grow", ["vm-memory-*"], RemedyKind.Resize) { MemoryFactor = 1.5, CoresFactor = 1.5, MayRestart = true };

    private static SmallFleet Three => new SmallFleet().Host("h-1").Host("h-2").Host("h-3")
        .Machine("a", "h-1").Machine("b", "h-1").Machine("c", "h-2");

    [Fact]
    public void A_machine_is_stopped_and_started_again_on_its_host_and_the_plan_names_the_incident()
    {
        var plan = Plan(Three, [Restart], [], Hung("a", minutes: 12));

        Assert.Equal(
            [new PowerOffVirtualMachine(new("a")), new PowerOnVirtualMachine(new("a"), new("h-1"))],
            plan.Actions.Select(action => action.Action));
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
        Assert.All(plan.Actions, action => Assert.Equal(
            new IncidentAnswer("restart-hung", "vm-hung:a", EntityId.Of(new VirtualMachineId("a"))), action.Answers));
        Assert.Equal("Remedy 'restart-hung' answers 'vm-hung', open for 12 minutes: a hangs.", plan.Actions[0].Reason);
        Assert.Empty(PlanChecker.Check(plan.Actions, Three.Fleet, Careful, []));
    }

    [Fact]
    public void A_remedy_that_wants_a_snapshot_first_makes_the_rest_depend_on_it_and_the_plan_passes_the_checker()
    {
        var plan = Plan(Three, [Restart with { SnapshotFirst = true }], [], Hung("a", minutes: 12));

        var taken = Assert.IsType<TakeSnapshot>(plan.Actions[0].Action);
        Assert.StartsWith("remedy-", taken.Snapshot, StringComparison.Ordinal);
        Assert.IsType<PowerOffVirtualMachine>(plan.Actions[1].Action);
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
        Assert.Equal("restart-hung", plan.Actions[0].Answers?.Remedy);
        Assert.Empty(PlanChecker.Check(plan.Actions, Three.Fleet, Careful, []));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void What_a_snapshot_was_taken_for_goes_on_with_it_and_rests_where_it_was_not_taken(bool isTaken, int actions)
    {
        var remedy = Restart with { SnapshotFirst = true };
        var answer = new IncidentAnswer(remedy.Name, "vm-hung:a", EntityId.Of(new VirtualMachineId("a")));
        var past = new PastRemedy(answer, new TakeSnapshot(new("a"), "remedy-1"), SmallFleet.Now.AddMinutes(-1));
        var snapshots = new SnapshotSet(new MachineSnapshot("remedy-1", SmallFleet.Now.AddMinutes(-1)));
        var fleet = Three.Fleet with
        {
            VirtualMachines =
            [
                .. Three.Fleet.VirtualMachines.Select(
                    machine => machine.Id.Value == "a" && isTaken ? machine with { Snapshots = snapshots } : machine),
            ],
            RecentRemedies = [past],
        };

        var plan = Scheduler.Plan(
            fleet, Three.Outlook with { Incidents = [Hung("a", minutes: 12)] }, Careful with { Remedies = [remedy] });

        Assert.Equal(actions, plan.Actions.Length);
        Assert.DoesNotContain(plan.Actions, action => action.Action is TakeSnapshot);
        Assert.Equal(isTaken, plan.Refusals.All(refusal => refusal.Rule != "rest"));
    }

    [Theory]
    [InlineData(4, 0, "approve", "S10", "waits until 'vm-hung' has lasted")]
    [InlineData(10, 0, "observe", "S15", "Only shown: remedy 'restart-hung' would restart")]
    [InlineData(10, 30, "approve", "rest", "leaves it alone for another 30 min")]
    public void What_is_too_young_only_shown_or_rests_is_not_answered_and_the_reason_is_said(
        double openMinutes, double answeredMinutesAgo, string mode, string rule, string reason)
    {
        var remedy = Restart with { Mode = Enum.Parse<OperatingMode>(mode, ignoreCase: true) };
        ImmutableArray<PastRemedy> past = answeredMinutesAgo == 0 ? [] :
        [
            new(new(remedy.Name, "older", EntityId.Of(new VirtualMachineId("a"))),
                new PowerOnVirtualMachine(new("a"), new("h-1")), SmallFleet.Now.AddMinutes(-answeredMinutesAgo)),
        ];

        var plan = Plan(Three, [remedy], past, Hung("a", openMinutes));

        Assert.Empty(plan.Actions);
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal(rule, refusal.Rule);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_so_many_incidents_are_answered_in_an_hour_the_most_urgent_and_oldest_first()
    {
        var plan = Plan(
            Three, [Restart with { AtMostPerHour = 2 }], [],
            Hung("a", 10), Hung("b", 20), Hung("c", 6) with { Severity = Severity.Critical });

        Assert.Equal(["c", "b"], plan.Actions.Select(action => action.Action).OfType<PowerOffVirtualMachine>()
            .Select(stop => stop.VirtualMachine.Value));
        Assert.Equal("S35", Assert.Single(plan.Refusals).Rule);
    }

    [Fact]
    public void A_host_is_emptied_and_receives_nothing_and_goes_on_being_emptied_while_its_incident_is_open()
    {
        var incident = OnHost("h-1");
        var first = Plan(Three, [Evacuate], [], incident);
        ImmutableArray<PastRemedy> past =
            [new(first.Actions[0].Answers!, first.Actions[0].Action, SmallFleet.Now.AddMinutes(-1))];
        var second = Plan(
            new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Machine("a", "h-2").Machine("b", "h-1").Machine("c", "h-2"),
            [Evacuate], past, incident);

        Assert.Equal(["a", "b"], first.Actions.Select(action => ((Migration)action.Action).VirtualMachine.Value).Order());
        Assert.All(first.Actions, action => Assert.NotEqual("h-1", ((Migration)action.Action).To.Value));
        Assert.Equal("b", ((Migration)Assert.Single(second.Actions).Action).VirtualMachine.Value);
    }

    [Fact]
    public void A_machine_that_has_just_moved_rests_though_its_host_has_an_incident()
    {
        var plan = Plan(Three.Moved("a", "h-3", "h-1", minutesAgo: 5), [Evacuate], [], OnHost("h-1"));

        Assert.Equal("b", ((Migration)Assert.Single(plan.Actions).Action).VirtualMachine.Value);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S8");
    }

    [Fact]
    public void A_machine_grows_by_the_factors_up_to_the_bounds()
    {
        var bounded = Grow with { MostMemory = new MemoryBytes(5L << 30) };
        var full = Plan(Three, [Grow with { MostCores = 2, MostMemory = new MemoryBytes(4L << 30) }], [], Filling("a"));

        var resize = (ResizeVirtualMachine)Assert.Single(Plan(Three, [bounded], [], Filling("a")).Actions).Action;

        Assert.Equal((3, 5L << 30, true), (resize.Cores, resize.Memory.Value, resize.Restarts));
        Assert.Empty(full.Actions);
        Assert.Contains("as much as remedy 'grow' gives", Assert.Single(full.Refusals).Reason, StringComparison.Ordinal);
        Assert.Equal("S17", Assert.Single(Plan(Three, [Grow with { MayRestart = false }], [], Filling("a")).Refusals).Rule);
    }

    [Fact]
    public void A_restart_that_was_cut_in_half_is_finished_on_whatever_host_can()
    {
        var stopped = new PastRemedy(
            new("restart-hung", "vm-hung:a", EntityId.Of(new VirtualMachineId("a"))), new PowerOffVirtualMachine(new("a")),
            SmallFleet.Now.AddMinutes(-3));
        var fleet = new SmallFleet().Host("h-1", state: HostState.Failed).Host("h-2")
            .Machine("a", "h-1", state: PowerState.Off).Machine("c", "h-2");

        var start = Assert.Single(Plan(fleet, [Restart], [stopped]).Actions);
        var late = Plan(fleet, [Restart], [stopped with { At = SmallFleet.Now.AddHours(-2) }]);

        Assert.Equal(new PowerOnVirtualMachine(new("a"), new("h-2")), start.Action);
        Assert.Contains("was stopped by remedy 'restart-hung'", start.Reason, StringComparison.Ordinal);
        Assert.Empty(late.Actions);
    }

    [Theory]
    [InlineData("pinned", "S2")]
    [InlineData("untrusted", "S28")]
    [InlineData("busy", "S20")]
    [InlineData("off", "remedy")]
    [InlineData("maintenance", "S4")]
    public void A_machine_is_not_stopped_where_it_may_not_be_or_could_not_start(string what, string rule)
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: what == "maintenance").Host("h-2")
            .Machine("a", "h-1", state: what == "off" ? PowerState.Off : PowerState.On, mobility: new Mobility(false, "a local disk"));
        fleet = what switch
        {
            "untrusted" => fleet.Untrusted("a"),
            "busy" => fleet.UnderWay(new PowerOffVirtualMachine(new("a"))),
            _ => fleet,
        };
        var policy = Careful with { Pinned = what == "pinned" ? [new("a")] : [], Remedies = [Restart] };

        var plan = Scheduler.Plan(fleet.Fleet, fleet.Outlook with { Incidents = [Hung("a", 10)] }, policy);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == rule);
    }

    [Fact]
    public void Whatever_incidents_are_open_plans_with_remedies_break_no_rule_and_keep_the_limits() =>
        Gen.Select(RandomFleets.All, Gen.Int[0, 3].Array[12], Gen.Int[1, 3]).Sample((random, kinds, limit) =>
        {
            var (fleet, outlook, policy) = (random.Fleet.Fleet, random.Fleet.Outlook, random.Policy);
            Remedy[] remedies = [Restart with { AtMostPerHour = limit }, Evacuate with { AtMostPerHour = limit }, Grow with { AtMostPerHour = limit }];
            var incidents = kinds.Select((kind, i) => kind switch
            {
                0 when fleet.VirtualMachines.Length > 0 => Hung(fleet.VirtualMachines[i % fleet.VirtualMachines.Length].Id.Value, 10),
                1 when fleet.VirtualMachines.Length > 0 => Filling(fleet.VirtualMachines[i % fleet.VirtualMachines.Length].Id.Value),
                2 when fleet.Hosts.Length > 0 => OnHost(fleet.Hosts[i % fleet.Hosts.Length].Id.Value),
                _ => OnHost("nobody"),
            }).DistinctBy(incident => incident.Id).OrderBy(incident => incident.Id, StringComparer.Ordinal);
            var with = policy with { Remedies = [.. remedies] };

            var plan = Scheduler.Plan(fleet, outlook with { Incidents = [.. incidents] }, with);

            Assert.Empty(PlanChecker.Check(plan.Actions, fleet, with, outlook.Hazards));
            Assert.All(remedies, remedy => Assert.InRange(
                plan.Actions.Where(action => action.Answers?.Remedy == remedy.Name).Select(action => action.Answers!.Incident).Distinct().Count(),
                0, limit));
        }, iter: 300);

    private static Plan Plan(
        SmallFleet fleet, ImmutableArray<Remedy> remedies, ImmutableArray<PastRemedy> past, params ImmutableArray<OpenIncident> incidents) =>
        Scheduler.Plan(
            fleet.Fleet with { RecentRemedies = past }, fleet.Outlook with { Incidents = incidents },
            Careful with { Remedies = remedies });

    private static OpenIncident Hung(string machine, double minutes) => new(
        $"vm-hung:{machine}", "vm-hung", EntityId.Of(new VirtualMachineId(machine)), Severity.Warning, $"{machine} hangs.",
        SmallFleet.Now.AddMinutes(-minutes));

    private static OpenIncident Filling(string machine) => new(
        $"vm-memory-filling:{machine}", "vm-memory-filling", EntityId.Of(new VirtualMachineId(machine)), Severity.Warning,
        $"{machine} fills.", SmallFleet.Now.AddMinutes(-10));

    private static OpenIncident OnHost(string host) => new(
        $"host-flapping:{host}", "host-flapping", EntityId.Of(new HostId(host)), Severity.Critical, $"{host} flaps.",
        SmallFleet.Now.AddMinutes(-10));
}
