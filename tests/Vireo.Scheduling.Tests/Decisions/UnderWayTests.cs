using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What was started and has not ended counts wherever it may end.</summary>
public class UnderWayTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };

    [Fact]
    public void A_machine_that_is_starting_on_a_host_has_its_memory_there_already()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 8).Host("h-3", state: HostState.Failed)
            .Machine("a", "h-1", gib: 6).Machine("lost", "h-3", gib: 4, state: PowerState.Failed)
            .UnderWay(new PowerOnVirtualMachine(new("lost"), new("h-2"))).Plan(Careful with { ManageHostPower = false });

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "memory");
    }

    [Fact]
    public void A_host_that_is_being_switched_off_receives_nothing()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Host("h-3", mhz: 9_000).Machine("a", "h-1")
            .UnderWay(new PowerOffHost(new("h-2"))).Plan(Careful);

        Assert.Equal(new Migration(new("a"), new("h-1"), new("h-3")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void Hosts_that_are_being_switched_off_count_against_the_minimum()
    {
        var policy = Careful with { Consolidate = true, MinimumHostsOn = 2 };
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Machine("a", "h-1");

        Assert.Single(fleet.Plan(policy).Actions);
        Assert.Empty(fleet.UnderWay(new PowerOffHost(new("h-2"))).Plan(policy).Actions);
    }

    [Fact]
    public void A_machine_that_is_growing_has_its_new_size_already()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 12).Machine("a", "h-1", gib: 6)
            .Machine("grows", "h-2", gib: 4);

        Assert.Single(fleet.Plan(Careful with { ManageHostPower = false }).Actions);

        var plan = fleet.UnderWay(new ResizeVirtualMachine(new("grows"), 2, new MemoryBytes(8L << 30)))
            .Plan(Careful with { ManageHostPower = false });

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "memory");
    }

    [Fact]
    public void A_machine_that_is_being_created_has_the_memory_of_its_template_already()
    {
        var policy = Careful with
        {
            ManageHostPower = false,
            Templates = [new VmTemplate(new("small"), 1, "image", 2, new MemoryBytes(8L << 30))],
        };
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 12).Machine("a", "h-1", gib: 6)
            .UnderWay(new CreateVirtualMachine(new("new"), new("small"), new("h-2"))).Plan(policy);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "memory");
    }

    [Fact]
    public void A_replica_that_the_same_plan_creates_has_its_memory_already()
    {
        var policy = Careful with
        {
            ManageHostPower = false,
            Templates = [new VmTemplate(new("small"), 1, "image", 2, new MemoryBytes(8L << 30))],
            Groups = [new VmGroup { Id = new("web"), Template = new("small"), Minimum = 1 }],
        };
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 12).Host("h-3", gib: 10)
            .Machine("a", "h-1", gib: 6).Plan(policy);

        Assert.Contains(plan.Actions, action => action.Action is CreateVirtualMachine { On.Value: "h-2" });
        Assert.Contains(plan.Actions, action => action.Action == new Migration(new("a"), new("h-1"), new("h-3")));
    }

    [Fact]
    public void A_replica_is_not_created_in_the_room_that_a_machine_may_still_hold_where_its_move_began()
    {
        var policy = Careful with
        {
            ManageHostPower = false,
            Templates = [new VmTemplate(new("small"), 1, "image", 2, new MemoryBytes(8L << 30))],
            Groups = [new VmGroup { Id = new("web"), Template = new("small"), Minimum = 1 }],
        };
        var fleet = new SmallFleet().Host("h-1", gib: 12).Host("h-2", gib: 6)
            .Machine("a", "h-1", gib: 6, state: PowerState.Failed);

        Assert.Single(fleet.Plan(policy).Actions);
        Assert.Empty(fleet.OnTheWay("a", "h-1", "h-2").Plan(policy).Actions);
    }
}
