using System.Text.Json;
using CsCheck;

namespace Vireo.Fleet.Tests;

public class FleetSnapshotTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClusterId Cluster = new("c-1");

    [Fact]
    public void Equal_fleets_have_equal_hashes_whatever_order_the_provider_lists_them_in() =>
        Gen.Shuffle(Enumerable.Range(0, 12).ToArray()).Sample(order =>
        {
            var hosts = order.Select(i => HostNumber(i)).ToArray();
            var machines = order.Select(i => MachineNumber(i)).ToArray();
            var shuffled = FleetSnapshot.Create(Noon, Cluster, hosts, machines, [], []);
            var sorted = FleetSnapshot.Create(
                Noon, Cluster, hosts.OrderBy(host => host.Id), machines.OrderBy(machine => machine.Id), [], []);

            return ContentHash.Of(shuffled) == ContentHash.Of(sorted);
        });

    [Fact]
    public void A_change_of_one_megabyte_changes_the_hash()
    {
        var before = FleetSnapshot.Create(Noon, Cluster, [], [MachineNumber(1)], [], []);
        var after = FleetSnapshot.Create(
            Noon, Cluster, [], [MachineNumber(1) with { Memory = new MemoryBytes(2147483648 + 1048576) }], [], []);

        Assert.NotEqual(ContentHash.Of(before), ContentHash.Of(after));
    }

    [Fact]
    public void A_snapshot_survives_the_way_through_its_canonical_text()
    {
        var fleet = FleetSnapshot.Create(
            Noon,
            Cluster,
            [HostNumber(1)],
            [MachineNumber(1)],
            [new PastMove(new("vm-1"), new("h-2"), new("h-1"), Noon.AddMinutes(-3))],
            [new InFlightAction(new("a-1"), new Migration(new("vm-1"), new("h-1"), new("h-2")), Noon)]);

        var back = CanonicalJson.Read<FleetSnapshot>(CanonicalJson.Write(fleet));

        Assert.Equal(ContentHash.Of(fleet), ContentHash.Of(back));
        Assert.Equal(new Migration(new("vm-1"), new("h-1"), new("h-2")), back.InFlight[0].Action);
    }

    [Fact]
    public void Two_machines_may_share_a_name_but_not_an_identifier()
    {
        var twins = new[] { MachineNumber(1) with { Name = "web" }, MachineNumber(2) with { Name = "web" } };

        Assert.Equal(2, FleetSnapshot.Create(Noon, Cluster, [], twins, [], []).VirtualMachines.Length);
        var error = Assert.Throws<ArgumentException>(
            () => FleetSnapshot.Create(Noon, Cluster, [], [MachineNumber(1), MachineNumber(1)], [], []));
        Assert.Contains("'vm-1' appears twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_none_never_enters_a_decision()
    {
        var host = HostNumber(1) with { CpuCapacity = new CpuMhz(double.NaN) };

        Assert.ThrowsAny<Exception>(() => ContentHash.Of(FleetSnapshot.Create(Noon, Cluster, [host], [], [], [])));
    }

    [Fact]
    public void A_host_with_zero_cores_receives_nothing()
    {
        Assert.False((HostNumber(1) with { Cores = 0 }).CanReceive);
        Assert.True(HostNumber(1).CanReceive);
    }

    [Fact]
    public void A_truncated_snapshot_is_an_error_and_not_a_smaller_fleet()
    {
        byte[] json = CanonicalJson.Write(FleetSnapshot.Create(Noon, Cluster, [HostNumber(1)], [], [], []));

        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Read<FleetSnapshot>(json.AsSpan(0, json.Length / 2)));
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Read<FleetSnapshot>("{}"u8));
    }

    private static Host HostNumber(int i) => new(
        new($"h-{i}"),
        $"host {i}",
        new("sim"),
        Cluster,
        HostState.On,
        IsInMaintenance: false,
        Cores: 8,
        new CpuMhz(8 * 2600),
        new MemoryBytes(64L << 30),
        new BytesPerSecond(1.25e9),
        new PowerCurve([100, 200]),
        "rack-1",
        "test");

    private static VirtualMachine MachineNumber(int i) => new(
        new($"vm-{i}"),
        $"machine {i}",
        new("sim"),
        Cluster,
        new HostId("h-1"),
        PowerState.On,
        Cores: 2,
        new CpuMhz(5200),
        new MemoryBytes(2L << 30),
        Mobility.Free,
        Group: null,
        Pool: null);
}
