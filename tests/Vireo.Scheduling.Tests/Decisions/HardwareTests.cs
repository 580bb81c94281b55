using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>CPU features, devices, licences and fault domains in decisions.</summary>
public class HardwareTests
{
    private static readonly Policy Still = new() { Consolidate = false, ManageHostPower = false, SpareFaultDomains = 0 };

    [Fact]
    public void A_running_machine_goes_only_where_its_cpu_features_are()
    {
        var fleet = new SmallFleet().Host("h-1").Offers(["avx2", "sse4"]).Host("h-2").Offers(["sse4"]).Host("h-3").Offers(["avx2", "sse4"])
            .Machine("vm-1", "h-1", 6_000).Uses(["avx2"]).Machine("vm-2", "h-1", 5_000).Uses(["avx2"])
            .Machine("vm-3", "h-2", 2_000).Machine("vm-4", "h-3", 1_000);

        var move = (Migration)Assert.Single(fleet.Plan(Still).Actions).Action;

        Assert.Equal(new HostId("h-3"), move.To);
    }

    [Fact]
    public void Where_no_host_has_the_features_the_refusal_names_them()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Offers(["avx512f", "sse4"]).Host("h-2").Offers(["sse4"])
            .Machine("vm-1", "h-1").Uses(["avx512f"]);

        var plan = fleet.Plan(Still);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S3" &&
            refusal.Reason.Contains("'h-2' lacks avx512f, which 'vm-1' uses", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_that_is_down_starts_on_any_cpu()
    {
        var fleet = new SmallFleet().Host("h-1", state: HostState.Failed).Offers(["avx2"]).Host("h-2").Offers(["sse4"])
            .Machine("vm-1", "h-1", state: PowerState.Failed).Uses(["avx2"]);

        Assert.IsType<PowerOnVirtualMachine>(Assert.Single(fleet.Plan(Still).Actions).Action);
    }

    [Fact]
    public void A_machine_with_a_device_is_not_moved_and_starts_where_one_is_free()
    {
        var gpu = DeviceCounts.Of("gpu", 1);
        var fleet = new SmallFleet().Host("h-1", state: HostState.Failed).Offers([], gpu).Host("h-2").Host("h-3").Offers([], gpu)
            .Host("h-4").Offers([], DeviceCounts.Of("gpu", 2))
            .Machine("vm-1", "h-1", state: PowerState.Failed).Uses([], gpu).Machine("vm-2", "h-3").Uses([], gpu)
            .Machine("vm-3", "h-2", 9_000).Uses([], gpu).Machine("vm-4", "h-2", 3_000);

        var plan = fleet.Plan(Still);

        var start = Assert.Single(plan.Actions, action => action.Action is PowerOnVirtualMachine);
        Assert.Equal(new HostId("h-4"), ((PowerOnVirtualMachine)start.Action).On);
        Assert.DoesNotContain(plan.Actions, action => action.Action is Migration move && move.VirtualMachine == new VirtualMachineId("vm-3"));
    }

    [Fact]
    public void Without_a_free_device_the_refusal_says_how_many_there_are()
    {
        var fleet = new SmallFleet().Host("h-1", state: HostState.Failed).Host("h-2").Offers([], DeviceCounts.Of("gpu", 1))
            .Machine("vm-1", "h-1", state: PowerState.Failed).Uses([], DeviceCounts.Of("gpu", 2));

        Assert.Contains(fleet.Plan(Still).Refusals, refusal => refusal.Rule == "devices" &&
            refusal.Reason.Contains("has 1 gpu free and 'vm-1' needs 2", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_promised_of_a_link_decides_where_a_machine_goes()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3")
            .Machine("vm-1", "h-1", 6_000).Promised(5e8, 0).Machine("vm-2", "h-1", 5_000).Promised(5e8, 0)
            .Machine("vm-3", "h-2", 2_000).Promised(1e9, 0).Machine("vm-4", "h-3", 1_000).Promised(5e8, 0);

        Assert.Equal(new HostId("h-3"), ((Migration)Assert.Single(fleet.Plan(Still).Actions).Action).To);
    }

    [Fact]
    public void Where_disks_are_promised_away_the_refusal_says_how_much_is_missing()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Offers([], diskBytesPerSecond: 4e8)
            .Machine("vm-1", "h-1").Promised(0, 3e8).Machine("vm-2", "h-2").Promised(0, 2e8);

        Assert.Contains(fleet.Plan(Still).Refusals, refusal => refusal.Rule == "bandwidth" &&
            refusal.Reason.Contains("100 MB/s of disk short", StringComparison.Ordinal));
    }

    [Fact]
    public void A_licence_for_two_hosts_draws_its_machines_onto_two()
    {
        var fleet = new SmallFleet();
        foreach (int i in Enumerable.Range(1, 4))
        {
            fleet.Host($"h-{i}").Machine($"vm-{i}", $"h-{i}");
        }

        fleet.Machine("vm-5", "h-4");
        var plan = fleet.Plan(Still with { Rules = [Licence(2, 1, 2, 3, 4, 5)] });

        var moves = plan.Actions.Select(action => (Migration)action.Action).ToList();
        Assert.Equal([new("h-2"), new("h-3")], moves.Select(move => move.From).Order());
        Assert.All(moves, move => Assert.Contains(move.To, new HostId[] { new("h-1"), new("h-4") }));
    }

    [Fact]
    public void Machines_of_a_licence_are_not_relieved_onto_another_host()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("vm-1", "h-1", 6_000).Machine("vm-2", "h-1", 6_000);

        var plan = fleet.Plan(Still with { Rules = [Licence(1, 1, 2)] });

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("licence", StringComparison.Ordinal));
    }

    [Fact]
    public void Replicas_that_share_a_rack_are_parted_between_racks()
    {
        var fleet = new SmallFleet().Host("h-1", rack: "r-1").Host("h-2", rack: "r-1").Host("h-3", rack: "r-2")
            .Machine("vm-1", "h-1").Machine("vm-2", "h-2");
        var rule = new AffinityRule("racks", AffinityKind.KeepApart, [new("vm-1"), new("vm-2")], []) { Scope = AffinityScope.FaultDomain };

        var move = (Migration)Assert.Single(fleet.Plan(Still with { Rules = [rule] }).Actions).Action;

        Assert.Equal(new HostId("h-3"), move.To);
    }

    [Fact]
    public void More_replicas_than_racks_are_a_contradiction_that_is_named()
    {
        var fleet = new SmallFleet().Host("h-1", rack: "r-1").Host("h-2", rack: "r-1").Host("h-3", rack: "r-2")
            .Machine("vm-1", "h-1").Machine("vm-2", "h-2").Machine("vm-3", "h-3");
        var rule = new AffinityRule("racks", AffinityKind.KeepApart, [new("vm-1"), new("vm-2"), new("vm-3")], [])
        {
            Scope = AffinityScope.FaultDomain,
        };

        Assert.Contains(fleet.Plan(Still with { Rules = [rule] }).Refusals, refusal =>
            refusal.Rule == "S1" && refusal.Reason.StartsWith("Rule 'racks' cannot hold", StringComparison.Ordinal));
    }

    [Fact]
    public void A_licence_for_fewer_hosts_than_machines_that_stay_apart_is_a_contradiction()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("vm-1", "h-1").Machine("vm-2", "h-2");
        var apart = new AffinityRule("apart", AffinityKind.KeepApart, [new("vm-1"), new("vm-2")], []);

        Assert.Contains(fleet.Plan(Still with { Rules = [Licence(1, 1, 2), apart] }).Refusals, refusal =>
            refusal.Reason.StartsWith("These rules cannot all hold on the hosts there are: 'licence', 'apart'", StringComparison.Ordinal));
    }

    private static AffinityRule Licence(int hosts, params int[] machines) =>
        new("licence", AffinityKind.AtMostHosts, [.. machines.Select(i => new VirtualMachineId($"vm-{i}"))], []) { MostHosts = hosts };
}
