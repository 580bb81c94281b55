using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>What an action waits for decides what may be true while it runs.</summary>
public class OrderTests
{
    private static readonly Policy Careful = Cases.Autopilot;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Room_that_is_freed_first_may_be_used_again(bool waits) => Expect(
        waits ? [] : ["memory"],
        Fleet(("a", "h-1", 10), ("b", "h-2", 12)),
        Move("out", "b", "h-2", "h-3"),
        Move("in", "a", "h-1", "h-2", waits ? ["out"] : []));

    [Fact]
    public void Room_that_is_freed_once_is_used_once() => Expect(
        ["memory"],
        Fleet(("a", "h-1", 9), ("b", "h-2", 10), ("c", "h-3", 9)),
        Move("out", "b", "h-2", "h-4"),
        Move("first", "a", "h-1", "h-2", "out"),
        Move("second", "c", "h-3", "h-2", "out"));

    [Fact]
    public void Room_is_shared_out_so_that_as_much_as_possible_fits() => Expect(
        [],
        Fleet(("a", "h-1", 7), ("b", "h-2", 8), ("c", "h-2", 8), ("d", "h-3", 8)),
        Move("out-1", "b", "h-2", "h-4"),
        Move("out-2", "c", "h-2", "h-4"),
        Move("first", "a", "h-1", "h-2", "out-1", "out-2"),
        Move("second", "d", "h-3", "h-2", "out-1"));

    [Fact]
    public void A_host_that_is_overfull_may_take_what_fits_once_something_has_left() => Expect(
        [],
        Fleet(("a", "h-1", 4), ("b", "h-2", 12), ("c", "h-2", 8)),
        Move("out", "b", "h-2", "h-3"),
        Move("in", "a", "h-1", "h-2", "out"));

    [Fact]
    public void A_wait_reaches_through_the_action_between() => Expect(
        [],
        Fleet(("a", "h-1", 4), ("b", "h-1", 4)),
        Move("first", "a", "h-1", "h-2"),
        Move("second", "b", "h-1", "h-2", "first"),
        Cases.Planned("off", new PowerOffHost(new("h-1")), [new("second")], "consolidate"));

    [Fact]
    public void What_waits_for_a_refused_action_is_left_out_and_not_refused_for_itself() => Expect(
        ["S18"],
        Fleet(("a", "h-1", 4)),
        Move("wrong", "a", "h-2", "h-3"),
        Cases.Planned("off", new PowerOffHost(new("h-1")), [new("wrong")], "consolidate"));

    [Fact]
    public void A_machine_may_go_on_from_a_third_host_where_it_has_certainly_arrived() => Expect(
        [],
        Fleet(("a", "h-1", 10), ("b", "h-2", 10)),
        Move("aside", "a", "h-1", "h-3"),
        Move("across", "b", "h-2", "h-1", "aside"),
        Move("on", "a", "h-3", "h-2", "aside", "across"));

    [Fact]
    public void A_stopped_machine_holds_its_host_no_longer() => Expect(
        [],
        Fleet(("a", "h-1", 4)),
        Cases.Planned("stop", new PowerOffVirtualMachine(new("a")), [], "stop"),
        Cases.Planned("off", new PowerOffHost(new("h-1")), [new("stop")], "consolidate"));

    [Fact]
    public void A_machine_that_is_growing_has_its_new_size() => Expect(
        ["memory"],
        Fleet(("a", "h-1", 4), ("b", "h-2", 4)) with
        {
            InFlight = [new(new("x"), new ResizeVirtualMachine(new("b"), 2, Gib(14)), Cases.Now)],
        },
        Move("in", "a", "h-1", "h-2"));

    private static void Expect(string[] rules, FleetSnapshot fleet, params PlannedAction[] actions) => Assert.Equal(
        rules, PlanChecker.Check(actions, fleet, Careful, []).Select(violation => violation.Rule));

    private static PlannedAction Move(string id, string machine, string from, string to, params string[] after) =>
        Cases.Planned(id, new Migration(new(machine), new(from), new(to)), [.. after.Select(one => new ActionId(one))], "test");

    private static MemoryBytes Gib(int gib) => new((long)gib << 30);

    private static FleetSnapshot Fleet(params (string Id, string Host, int Gib)[] machines) => FleetSnapshot.Create(
        Cases.Now, Cases.Cluster, [.. Enumerable.Range(1, 4).Select(i => Cases.HostOf($"h-{i}"))],
        [.. machines.Select(one => Cases.MachineOf(one.Id, one.Host) with { Memory = Gib(one.Gib) })], [], []);
}
