using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>What is wrong with a placement as it stands.</summary>
public class PlacementCheckTests
{
    private static readonly AffinityRule Apart = new("apart", AffinityKind.KeepApart, [new("m-1"), new("m-2")], []);
    private static readonly AffinityRule Together = new("together", AffinityKind.KeepTogether, [new("m-1"), new("m-2")], []);
    private static readonly AffinityRule OnlyB = new("only", AffinityKind.OnlyOn, [new("m-1")], [new("b")]);
    private static readonly AffinityRule NeverA = new("never", AffinityKind.NeverOn, [new("m-1"), new("m-3")], [new("a")]);

    [Fact]
    public void Rules_that_do_not_hold_are_named_and_machines_that_are_off_do_not_count()
    {
        var shared = Fleet(Machine("m-1", "a"), Machine("m-2", "a"), Machine("m-3", "a", PowerState.Off));
        var split = Fleet(Machine("m-1", "b"), Machine("m-2", "a"), Machine("m-3", "a", PowerState.Off));

        Assert.Equal(["apart", "only", "never"], Broken(shared));
        Assert.Equal(["together"], Broken(split));
    }

    [Fact]
    public void Licences_count_hosts_and_racks_are_one_place()
    {
        var licence = new AffinityRule("licence", AffinityKind.AtMostHosts, [new("m-1"), new("m-2")], []) { MostHosts = 1 };
        var racks = Apart with { Name = "racks", Scope = AffinityScope.FaultDomain };
        var split = Fleet(Machine("m-1", "a"), Machine("m-2", "b"));
        var oneRack = split with { Hosts = [.. split.Hosts.Select(host => host with { FaultDomain = "r" })] };
        var policy = new Policy { Rules = [licence, racks] };

        Assert.Equal(["licence"], PlacementCheck.BrokenRules(split, policy).Select(rule => rule.Name));
        Assert.Equal(["licence", "racks"], PlacementCheck.BrokenRules(oneRack, policy).Select(rule => rule.Name));
        Assert.Empty(PlacementCheck.BrokenRules(oneRack, new Policy { Rules = [licence with { MostHosts = 2 }] }));
    }

    [Fact]
    public void Spare_capacity_is_missing_when_a_lost_host_would_leave_a_machine_without_memory()
    {
        var roomy = Fleet(Machine("m-1", "a", gib: 30), Machine("m-2", "b", gib: 30));
        var tight = Fleet(Machine("m-1", "a", gib: 40), Machine("m-2", "b", gib: 30));

        Assert.Null(PlacementCheck.MissingSpare(roomy, new Policy()));
        Assert.Equal("If 'a' were lost, 'm-1' could not be restarted.", PlacementCheck.MissingSpare(tight, new Policy()));
        Assert.Null(PlacementCheck.MissingSpare(tight, new Policy { SpareFaultDomains = 0 }));
    }

    private static IEnumerable<string> Broken(FleetSnapshot fleet) => PlacementCheck
        .BrokenRules(fleet, new Policy { Rules = [Apart, Together, OnlyB, NeverA] }).Select(rule => rule.Name);

    private static FleetSnapshot Fleet(params VirtualMachine[] machines) => FleetSnapshot.Create(
        DateTimeOffset.UnixEpoch, new ClusterId("c"), [Host("a"), Host("b")], machines, [], []);

    private static Host Host(string id) => new(
        new(id), id, new("p"), new ClusterId("c"), HostState.On, IsInMaintenance: false, 8, new CpuMhz(10_000),
        new MemoryBytes(64L << 30), new BytesPerSecond(1e9), new PowerCurve([100, 200]), "", "test");

    private static VirtualMachine Machine(string id, string host, PowerState state = PowerState.On, int gib = 4) => new(
        new(id), id, new("p"), new ClusterId("c"), new HostId(host), state, 2, new CpuMhz(4_000),
        new MemoryBytes((long)gib << 30), Mobility.Free, null, null);
}
