using Vireo.Fleet;

namespace Vireo.Safety.Tests.Reviewing;

public sealed class OrderedTests
{
    private static readonly VirtualMachineId Machine = new("vm-1");

    private static readonly SnapshotSet Snapshots = new(
        new MachineSnapshot("cold", DateTimeOffset.UnixEpoch), new MachineSnapshot("warm", DateTimeOffset.UnixEpoch) { HasMemory = true });

    public static TheoryData<string, FleetAction, PowerState, HostState, string?> Cases_ => new()
    {
        { "suspend what runs", new SuspendVirtualMachine(Machine), PowerState.On, HostState.On, null },
        { "suspend what is off", new SuspendVirtualMachine(Machine), PowerState.Off, HostState.On, "'vm-1' is Off; only a running machine is suspended." },
        { "resume what is suspended", new ResumeVirtualMachine(Machine), PowerState.Suspended, HostState.On, null },
        { "resume what runs", new ResumeVirtualMachine(Machine), PowerState.On, HostState.On, "'vm-1' is On; only a suspended machine is resumed." },
        { "reset what runs", new ResetVirtualMachine(Machine), PowerState.On, HostState.On, null },
        { "reset what failed", new ResetVirtualMachine(Machine), PowerState.Failed, HostState.On, "'vm-1' is Failed; only a running machine is reset." },
        { "a snapshot of what runs", new TakeSnapshot(Machine, "new"), PowerState.On, HostState.On, null },
        { "a snapshot of what is off", new TakeSnapshot(Machine, "new"), PowerState.Off, HostState.On, null },
        { "a snapshot of what is suspended", new TakeSnapshot(Machine, "new"), PowerState.Suspended, HostState.On, "'vm-1' is Suspended; a snapshot is taken of a machine that runs or is off." },
        { "a name that is taken", new TakeSnapshot(Machine, "warm"), PowerState.On, HostState.On, "'vm-1' has a snapshot 'warm' already." },
        { "back with memory", new RevertToSnapshot(Machine, "warm"), PowerState.On, HostState.On, null },
        { "back with memory, off", new RevertToSnapshot(Machine, "warm"), PowerState.Off, HostState.On, "'vm-1' is off, and 'warm' holds its memory: it would run. Start it first." },
        { "back without memory, off", new RevertToSnapshot(Machine, "cold"), PowerState.Off, HostState.On, null },
        { "back to nothing", new RevertToSnapshot(Machine, "none"), PowerState.On, HostState.On, "'vm-1' has no snapshot 'none'; it has cold, warm." },
        { "delete", new DeleteSnapshot(Machine, "cold"), PowerState.Suspended, HostState.On, null },
        { "on a silent host", new ResetVirtualMachine(Machine), PowerState.On, HostState.Unreachable, "Host 'h-1', where 'vm-1' is, is Unreachable." },
    };

    [Theory]
    [MemberData(nameof(Cases_))]
    public void An_order_is_refused_in_review_and_before_it_starts_unless_the_machine_is_in_the_state_for_it(
        string what, FleetAction action, PowerState state, HostState host, string? why)
    {
        var fleet = Cases.Fleet(machine: guest => guest with { State = state, Snapshots = Snapshots }, host1: one => one with { State = host });
        var planned = Cases.Planned("a-1", action, [], "order");

        var review = Cases.Review(fleet: fleet, actions: planned);

        Assert.True(review.Refused.FirstOrDefault()?.Reason == why, $"{what}: {review.Refused.FirstOrDefault()?.Reason}");
        Assert.Equal(why, Preconditions.Check(planned, fleet, Cases.Autopilot));
        Assert.Equal(why is null ? 1 : 0, review.Approved.Actions.Length);
    }

    [Fact]
    public void A_replica_that_its_group_needs_is_not_suspended()
    {
        var group = new VmGroupId("web");
        var policy = Cases.Autopilot with { Groups = [new VmGroup { Id = group, Template = new("small"), Minimum = 1, Maximum = 3 }] };
        var fleet = Cases.Fleet(machine: guest => guest with { Group = group });

        string? why = Preconditions.Check(Cases.Planned("a-1", new SuspendVirtualMachine(Machine), [], "order"), fleet, policy);

        Assert.Equal("Without 'vm-1' group 'web' would serve with 0 and keeps 1.", why);
    }

    [Fact]
    public void A_resize_may_follow_the_snapshot_that_it_depends_on_but_a_move_may_not()
    {
        var taken = Cases.Planned("a-1", new TakeSnapshot(Machine, "new"), [], "order");
        var fleet = Cases.Fleet();
        var resize = Cases.Planned("a-2", new ResizeVirtualMachine(Machine, 2, new MemoryBytes(1L << 30)) { Restarts = true }, [new("a-1")], "order");
        var move = Cases.Planned("a-2", new Migration(Machine, new HostId("h-1"), new HostId("h-2")), [new("a-1")], "order");

        Assert.Equal(2, Cases.Review(fleet: fleet, actions: [taken, resize]).Approved.Actions.Length);
        Assert.Equal("'vm-1' has another action in this plan.", Cases.Review(fleet: fleet, actions: [taken, move]).Refused.Single().Reason);
    }
}
