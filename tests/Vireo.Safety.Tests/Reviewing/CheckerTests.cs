using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>The checker finds each violation that is planted.</summary>
public class CheckerTests
{
    [Fact]
    public void A_clean_plan_has_no_violation() =>
        Assert.Empty(PlanChecker.Check([Cases.Move, Cases.Off], Cases.Fleet(), Cases.Autopilot, []));

    [Fact]
    public void Sharing_a_host_against_a_rule_is_found() => Finds(
        "S1",
        Cases.Autopilot with { Rules = [new("apart", AffinityKind.KeepApart, [new("vm-1"), new("vm-2")], [])] },
        Cases.Fleet(others: [Cases.MachineOf("vm-2", "h-2")]));

    [Fact]
    public void A_pinned_machine_is_found() => Finds("S2", Cases.Autopilot with { Pinned = [new("vm-1")] }, Cases.Fleet());

    [Fact]
    public void A_forbidden_host_is_found() => Finds(
        "S2", Cases.Autopilot with { Rules = [new("never", AffinityKind.NeverOn, [new("vm-1")], [new("h-2")])] }, Cases.Fleet());

    [Fact]
    public void A_machine_that_cannot_move_is_found() => Finds(
        "S3", Cases.Autopilot, Cases.Fleet(machine: guest => guest with { Mobility = Mobility.Fixed("snapshot") }));

    [Fact]
    public void A_host_in_maintenance_is_found() => Finds(
        "S4", Cases.Autopilot, Cases.Fleet(host2: host => host with { IsInMaintenance = true }));

    [Fact]
    public void Memory_that_does_not_fit_is_found() => Finds(
        "memory", Cases.Autopilot, Cases.Fleet(host2: host => host with { MemoryCapacity = new MemoryBytes(1L << 30) }));

    [Fact]
    public void Switching_off_a_host_that_still_carries_something_is_found() => Finds(
        "S21", Cases.Autopilot, Cases.Fleet(), Cases.Off);

    [Fact]
    public void Switching_off_without_waiting_for_the_departures_is_found() => Finds(
        "S21", Cases.Autopilot, Cases.Fleet(), Cases.Move, Cases.Off with { DependsOn = [] });

    [Fact]
    public void Too_few_hosts_on_is_found() => Finds(
        "S27", Cases.Autopilot with { MinimumHostsOn = 2 }, Cases.Fleet(), Cases.Move, Cases.Off);

    [Fact]
    public void Spare_capacity_given_away_is_found() => Finds(
        "S6", Cases.Autopilot with { SpareFaultDomains = 1 }, Cases.Fleet(), Cases.Move, Cases.Off);

    [Fact]
    public void Spare_room_in_pieces_is_found()
    {
        var policy = Cases.Autopilot with { SpareFaultDomains = 1 };
        var fleet = FleetSnapshot.Create(
            Cases.Now, Cases.Cluster, [Cases.HostOf("h-1"), Cases.HostOf("h-2"), Cases.HostOf("h-3"), Cases.HostOf("h-4")],
            [Sized("large", "h-2", gib: 12), Sized("b", "h-3", gib: 8), Sized("c", "h-4", gib: 8)], [], []);

        Finds("S6", policy, fleet, Cases.Off with { DependsOn = [] });
    }

    [Fact]
    public void A_machine_that_moves_twice_is_found() =>
        Finds("S20", Cases.Autopilot, Cases.Fleet(), Cases.Move, Cases.Move with { Id = new("a-9") });

    [Fact]
    public void A_machine_with_an_action_under_way_is_found() => Finds(
        "S20", Cases.Autopilot, Cases.Fleet(underWay: new Migration(new("vm-1"), new("h-1"), new("h-2"))));

    [Fact]
    public void Switching_off_a_host_that_something_is_on_its_way_to_is_found() => Finds(
        "S21", Cases.Autopilot,
        Cases.Fleet(
            machine: guest => guest with { Host = new("h-2") }, underWay: new Migration(new("vm-1"), new("h-2"), new("h-1"))),
        Cases.Off with { DependsOn = [] });

    [Fact]
    public void A_target_that_is_being_switched_off_is_found() =>
        Finds("S4", Cases.Autopilot, Cases.Fleet(underWay: new PowerOffHost(new("h-2"))));

    [Fact]
    public void Memory_that_a_starting_machine_will_take_is_found() => Finds(
        "memory", Cases.Autopilot,
        Cases.Fleet(
            others: [Cases.MachineOf("vm-2", "h-1") with { State = PowerState.Off, Memory = new MemoryBytes(14L << 30) }],
            underWay: new PowerOnVirtualMachine(new("vm-2"), new("h-2"))));

    [Theory]
    [InlineData(HostState.Unreachable)]
    [InlineData(HostState.PoweringOn)]
    [InlineData(HostState.PoweringOff)]
    public void Starting_a_machine_whose_old_copy_may_live_is_found(HostState old) => Finds(
        "S25", Cases.Autopilot,
        Cases.Fleet(
            host1: host => host with { State = old }, machine: guest => guest with { State = PowerState.Failed }),
        Cases.Planned("a-1", new PowerOnVirtualMachine(new("vm-1"), new("h-2")), [], "restart"));

    [Fact]
    public void Starting_a_machine_whose_host_left_the_inventory_is_found() => Finds(
        "S25", Cases.Autopilot,
        Cases.Fleet(machine: guest => guest with { State = PowerState.Failed, Host = new("gone") }),
        Cases.Planned("a-1", new PowerOnVirtualMachine(new("vm-1"), new("h-2")), [], "restart"));

    [Fact]
    public void Fencing_a_host_that_answers_is_found() =>
        Finds("S26", Cases.Autopilot, Cases.Fleet(), Cases.Planned("a-1", new FenceHost(new("h-2")), [], "fence"));

    [Fact]
    public void Fencing_a_host_that_is_being_fenced_is_found() => Finds(
        "S20", Cases.Autopilot,
        Cases.Fleet(host2: host => host with { State = HostState.Unreachable }, underWay: new FenceHost(new("h-2"))),
        Cases.Planned("a-1", new FenceHost(new("h-2")), [], "fence"));

    [Fact]
    public void A_machine_that_does_not_run_is_found() => Finds(
        "S3", Cases.Autopilot, Cases.Fleet(machine: guest => guest with { State = PowerState.Suspended }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Company_that_is_still_leaving_is_found_unless_the_move_waits_for_it(bool waits)
    {
        var policy = Cases.Autopilot with { Rules = [new("apart", AffinityKind.KeepApart, [new("vm-1"), new("vm-2")], [])] };
        var fleet = Cases.Fleet(others: [Cases.MachineOf("vm-2", "h-2")]);
        var leave = Cases.Planned("a-0", new PowerOffVirtualMachine(new("vm-2")), [], "stop");

        var violations = PlanChecker.Check(
            [leave, Cases.Move with { DependsOn = waits ? [leave.Id] : [] }], fleet, policy, []);

        Assert.Equal(waits ? [] : ["S1"], violations.Select(violation => violation.Rule));
    }

    private static VirtualMachine Sized(string id, string host, int gib) =>
        Cases.MachineOf(id, host) with { Memory = new MemoryBytes((long)gib << 30) };

    private static void Finds(string rule, Policy policy, FleetSnapshot fleet, params PlannedAction[] actions) =>
        Assert.Contains(
            PlanChecker.Check(actions.Length > 0 ? actions : [Cases.Move], fleet, policy, []),
            violation => violation.Rule == rule && violation.Reason.Length > 0);
}
