using Vireo.Fleet;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>Drift between plan and act is found immediately before an action starts (S18).</summary>
public class PreconditionTests
{
    [Fact]
    public void What_was_planned_and_still_holds_may_start() => Assert.Empty(Check(Cases.Move, Cases.Fleet()));

    [Fact]
    public void A_machine_that_somebody_moved_stays_where_it_is() => Assert.Contains(
        "not on 'h-1' as planned", Check(Cases.Move, Cases.Fleet(machine: guest => guest with { Host = new("h-2") })),
        StringComparison.Ordinal);

    [Fact]
    public void A_target_that_closed_takes_nothing() => Assert.Contains(
        "in maintenance", Check(Cases.Move, Cases.Fleet(host2: host => host with { IsInMaintenance = true })),
        StringComparison.Ordinal);

    [Fact]
    public void A_target_that_filled_up_takes_nothing_and_what_is_missing_is_named() => Assert.Contains(
        "1 GiB of memory short",
        Check(Cases.Move, Cases.Fleet(
            host2: host => host with { MemoryCapacity = new MemoryBytes(7L << 30) }, others: [Cases.MachineOf("vm-2", "h-2")])),
        StringComparison.Ordinal);

    [Fact]
    public void A_host_that_is_not_empty_is_not_switched_off() => Assert.Contains(
        "still carries 'vm-1'", Check(Cases.Off, Cases.Fleet()), StringComparison.Ordinal);

    [Fact]
    public void A_host_that_others_rely_on_for_their_restart_is_not_switched_off() => Assert.Contains(
        "'vm-1' could not be restarted",
        Check(
            Cases.Off, Cases.Fleet(machine: guest => guest with { Host = new("h-2") }),
            Cases.Autopilot with { SpareFaultDomains = 1 }),
        StringComparison.Ordinal);

    [Fact]
    public void A_machine_that_starts_on_the_target_has_its_memory_there_already() => Assert.Contains(
        "of memory short",
        Check(Cases.Move, Cases.Fleet(
            others: [Cases.MachineOf("vm-2", "h-1") with { State = PowerState.Off, Memory = new MemoryBytes(14L << 30) }],
            underWay: new PowerOnVirtualMachine(new("vm-2"), new("h-2")))),
        StringComparison.Ordinal);

    [Fact]
    public void A_copy_on_a_silent_host_is_not_proved_dead()
    {
        var start = Cases.Planned("a-3", new PowerOnVirtualMachine(new("vm-1"), new("h-1")), [], "restart");
        var fleet = Cases.Fleet(
            host2: host => host with { State = HostState.Unreachable },
            machine: guest => guest with { Host = new("h-2"), State = PowerState.Failed });

        Assert.Contains("not proved dead", Check(start, fleet), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_still_runs_something_is_not_closed_and_one_that_people_work_on_is_not_opened()
    {
        var enter = Cases.Planned("a-4", new EnterMaintenance(new("h-1")), [], "maintenance");
        var exit = Cases.Planned("a-5", new ExitMaintenance(new("h-1")), [], "maintenance");
        var elsewhere = Cases.Fleet(machine: guest => guest with { Host = new("h-2") });

        Assert.Contains("still carries 'vm-1'", Check(enter, Cases.Fleet()), StringComparison.Ordinal);
        Assert.Empty(Check(enter, elsewhere));
        Assert.Contains(
            "People still work", Check(exit, elsewhere, Cases.Autopilot with { Maintenance = [new("h-1")] }), StringComparison.Ordinal);
        Assert.Empty(Check(exit, elsewhere));
    }

    [Fact]
    public void A_host_that_people_work_on_is_not_switched_off_under_them() => Assert.Contains(
        "people are at work on it",
        Check(Cases.Planned("a-2", new PowerOffHost(new("h-2")), [], "consolidate"), Cases.Fleet(host2: host => host with { IsInMaintenance = true })),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(HostState.Unreachable, true, 61, 61, "")]
    [InlineData(HostState.Unreachable, true, 61, 59, "is not taken for dead")]
    [InlineData(HostState.Unreachable, false, 61, 61, "is not taken for dead")]
    [InlineData(HostState.On, true, 61, 61, "is On; only one that does not answer is fenced")]
    [InlineData(HostState.Failed, true, 61, 61, "is Failed; only one that does not answer is fenced")]
    public void A_host_is_fenced_only_while_two_ways_to_it_are_silent(
        HostState state, bool canBeFenced, double first, double second, string why)
    {
        var silence = new HostSilence(
            [new SilentPath("libvirt", Cases.Now.AddSeconds(-first)), new SilentPath("h:22", Cases.Now.AddSeconds(-second))],
            canBeFenced);
        var fence = Cases.Planned("a-4", new FenceHost(new("h-2")), [], "fence");

        string found = Check(fence, Cases.Fleet(host2: host => host with { State = state, Silence = silence }));

        Assert.Equal(why.Length > 0, found.Length > 0);
        Assert.Contains(why, found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_runs_needs_its_cpu_features_on_the_target() => Assert.Contains(
        "'h-2' lacks avx2, which 'vm-1' uses",
        Check(Cases.Move, Cases.Fleet(machine: guest => guest with { CpuFeatures = new TagSet("avx2") })), StringComparison.Ordinal);

    [Fact]
    public void A_machine_with_a_device_does_not_move_and_starts_only_where_one_is_free()
    {
        var gpu = DeviceCounts.Of("gpu", 1);
        var start = Cases.Planned("a-3", new PowerOnVirtualMachine(new("vm-1"), new("h-2")), [], "restart");
        var other = Cases.MachineOf("vm-2", "h-2") with { Devices = gpu };
        FleetSnapshot Fleet(PowerState state, params VirtualMachine[] others) => Cases.Fleet(
            host2: host => host with { Devices = gpu }, machine: guest => guest with { Devices = gpu, State = state }, others: others);

        Assert.Contains("given devices of its host (1 gpu)", Check(Cases.Move, Fleet(PowerState.On)), StringComparison.Ordinal);
        Assert.Empty(Check(start, Fleet(PowerState.Off)));
        Assert.Contains("has 0 gpu free and 'vm-1' needs 1", Check(start, Fleet(PowerState.Off, other)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_promised_of_a_link_meanwhile_is_not_promised_twice() => Assert.Contains(
        "'h-2' would promise 1400 MB/s of network and has 1250",
        Check(Cases.Move, Cases.Fleet(
            machine: guest => guest with { NetworkReservation = new BytesPerSecond(7e8) },
            others: [Cases.MachineOf("vm-2", "h-2") with { NetworkReservation = new BytesPerSecond(7e8) }])),
        StringComparison.Ordinal);

    [Fact]
    public void A_move_that_breaks_a_licence_or_a_fault_domain_does_not_start()
    {
        var licence = new AffinityRule("licence", AffinityKind.AtMostHosts, [new("vm-1"), new("vm-2")], []) { MostHosts = 1 };
        var racks = new AffinityRule("racks", AffinityKind.KeepApart, [new("vm-1"), new("vm-3")], []) { Scope = AffinityScope.FaultDomain };
        var fleet = Cases.Fleet(
            host1: host => host with { FaultDomain = "r-1" }, host2: host => host with { FaultDomain = "r-1" },
            others: [Cases.MachineOf("vm-2", "h-1"), Cases.MachineOf("vm-3", "h-1")]);

        Assert.Contains("'licence'", Check(Cases.Move, fleet, Cases.Autopilot with { Rules = [licence] }), StringComparison.Ordinal);
        Assert.Empty(Check(Cases.Move, fleet, Cases.Autopilot with { Rules = [licence with { MostHosts = 2 }] }));
        Assert.Contains("'racks'", Check(Cases.Move, fleet, Cases.Autopilot with { Rules = [racks] }), StringComparison.Ordinal);
        Assert.Empty(Check(Cases.Move, fleet, Cases.Autopilot with { Rules = [racks with { Scope = AffinityScope.Host }] }));
    }

    private static string Check(PlannedAction action, FleetSnapshot fleet, Policy? policy = null) =>
        Preconditions.Check(action, fleet, policy ?? Cases.Autopilot) ?? "";
}
