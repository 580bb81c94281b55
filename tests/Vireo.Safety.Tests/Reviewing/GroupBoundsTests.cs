using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>Bounds over all objects of a group in any state (S29), judged apart from the planner.</summary>
public class GroupBoundsTests
{
    private static readonly VmGroupId Web = new("web");

    private static readonly Policy Policy = Cases.Autopilot with
    {
        Groups = [new VmGroup { Id = Web, Template = new("t"), Minimum = 1, Maximum = 3 }],
        Templates = [new VmTemplate(new("t"), 1, "", 2, new MemoryBytes(4L << 30))],
    };

    [Fact]
    public void Failed_and_ordered_replicas_count_so_that_no_more_is_created_than_the_ceiling_allows()
    {
        var fleet = Cases.Fleet(
            machine: machine => machine with { Group = Web },
            others: [Cases.MachineOf("web-2", "h-1") with { Group = Web, State = PowerState.Failed }],
            underWay: Create("web-3"));

        Assert.Contains("3 objects in any state", Preconditions.Check(Plan("a", Create("web-4")), fleet, Policy));
    }

    [Fact]
    public void Of_all_creations_of_one_plan_none_passes_the_ceiling()
    {
        var fleet = Cases.Fleet(machine: machine => machine with { Group = Web });

        var violations = PlanChecker.Check(
            [Plan("a", Create("web-2")), Plan("b", Create("web-3")), Plan("c", Create("web-4"))], fleet, Policy, []);

        Assert.Equal(("S29", "c"), (violations.Single().Rule, violations.Single().Action.Value));
    }

    [Fact]
    public void The_last_replica_of_the_minimum_is_not_stopped()
    {
        var fleet = Cases.Fleet(machine: machine => machine with { Group = Web });

        Assert.Contains("keeps 1", Preconditions.Check(Plan("a", new PowerOffVirtualMachine(new("vm-1"))), fleet, Policy));
    }

    [Fact]
    public void What_runs_is_not_deleted() =>
        Assert.Contains(
            "has to be stopped",
            Preconditions.Check(Plan("a", new DeleteVirtualMachine(new("vm-1"))), Cases.Fleet(), Policy));

    [Fact]
    public void A_replica_needs_its_memory_on_the_host()
    {
        var large = Policy with { Templates = [new VmTemplate(new("t"), 1, "", 2, new MemoryBytes(32L << 30))] };

        Assert.Contains("of memory short", Preconditions.Check(Plan("a", Create("web-2")), Cases.Fleet(), large));
    }

    [Fact]
    public void A_replica_that_is_being_made_takes_its_memory_before_the_inventory_knows_it()
    {
        var large = Policy with { Templates = [new VmTemplate(new("t"), 1, "", 2, new MemoryBytes(9L << 30))] };

        Assert.Null(Preconditions.Check(Plan("a", Create("web-2")), Cases.Fleet(), large));
        Assert.Contains(
            "of memory short",
            Preconditions.Check(Plan("a", Create("web-2")), Cases.Fleet(underWay: Create("web-3")), large));
    }

    [Fact]
    public void A_pool_that_would_reserve_more_than_the_cluster_has_is_refused_with_what_is_missing()
    {
        var terms = PoolTerms.Usual with { Cpu = new ResourceTerms(25_000, null, null) };
        var set = new SetPoolTerms(new PoolSetting(new("p"), Cases.Cluster, Cases.Provider, null, terms, []));

        Assert.Contains("5000 MHz more", Preconditions.Check(Plan("a", set), Cases.Fleet(), Policy));
    }

    private static CreateVirtualMachine Create(string name) => new(new(name), new("t"), new("h-2")) { Group = Web };

    private static PlannedAction Plan(string id, FleetAction action) => Cases.Planned(id, action, [], "scale");
}
