using System.Xml.Linq;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>What pools mean for the kernel of a host, and how machines remember them.</summary>
public sealed class PoolTuningTests
{
    private static readonly HostId Here = new("h1");
    private static readonly Dictionary<HostId, (double, double)> Hosts = new() { [Here] = (2_000, 1_000) };

    [Fact]
    public void Two_pools_that_want_all_are_weighed_by_their_shares_and_the_members_of_one_by_what_they_want()
    {
        PoolSetting[] pools = [Pool("gold", 3_000, null, "a"), Pool("silver", 1_000, null, "b", "c")];

        var tunings = PoolTuning.Of(pools, [Machine("a", 2_000), Machine("b", 2_000), Machine("c", 1_000)], Hosts);

        Assert.Equal((3_750L, 625L, 625L), (SharesOf(tunings, "a"), SharesOf(tunings, "b"), SharesOf(tunings, "c")));
        Assert.All(tunings.Values, tuning => Assert.Null(tuning.Cpu.Quota));
    }

    [Fact]
    public void A_reservation_is_weighed_in_full_however_few_shares_there_are()
    {
        PoolSetting[] pools = [Pool("kept", 1, null, "a") with { Terms = Terms(1_500, null, 1) }, Pool("rest", 1_000, null, "b")];

        var tunings = PoolTuning.Of(pools, [Machine("a", 2_000), Machine("b", 2_000)], Hosts);

        Assert.InRange(SharesOf(tunings, "a") / (double)(SharesOf(tunings, "a") + SharesOf(tunings, "b")), 0.75, 0.751);
    }

    [Fact]
    public void Machines_outside_of_all_pools_keep_their_weight_and_the_others_are_weighed_against_it()
    {
        var outside = Machine("loose", 2_000) with { Cpu = new CpuTuning(1_024, null) };

        var tunings = PoolTuning.Of([Pool("gold", 1_000, null, "a")], [Machine("a", 2_000), outside], Hosts);

        Assert.Equal(1_024, SharesOf(tunings, "a"));
        Assert.DoesNotContain(outside.Id, tunings.Keys);
    }

    [Fact]
    public void A_limit_becomes_a_cap_of_processor_time_and_of_traffic_each_way()
    {
        var limited = Pool("small", 1_000, 500, "a") with
        {
            Terms = Terms(0, 500, 1_000) with { Network = new ResourceTerms(0, 1e6, null), Disk = new ResourceTerms(0, 2e6, null) },
        };

        var tuning = PoolTuning.Of([limited], [Machine("a", 2_000) with { Received = 0.25 }], Hosts)[new("a")];

        Assert.Equal(50_000, tuning.Cpu.Quota);
        Assert.Equal((0.25e6, 0.75e6), tuning.Network);
        Assert.Equal(2e6, tuning.Disk);
    }

    [Fact]
    public void A_machine_remembers_its_pools_and_the_weight_that_it_had_to_the_last_digit()
    {
        var claim = new PoolClaim(new("gold & co"), new("all"), Terms(0.1 + 0.2, null, 1 / 3.0));
        var mark = new DomainMark("lab", 7, "a-1", "", "") { Pools = [claim, claim with { Pool = new("all"), Parent = null }], SharesBefore = 1_024 };

        var read = DomainMark.Read(new XElement("metadata", mark.Element()))!;

        Assert.Equal(mark.Pools, read.Pools);
        Assert.Equal(1_024, read.SharesBefore);
        Assert.Empty(DomainMark.Read(new XElement("metadata", (mark with { Pools = [], SharesBefore = null }).Element()))!.Pools);
    }

    [Fact]
    public void A_machine_that_leaves_its_pool_forgets_it_and_terms_of_one_further_up_reach_it()
    {
        PoolSetting all = Pool("all", 1, null), gold = Pool("gold", 1, null, "a") with { Parent = new("all") };
        var before = PoolBook.ClaimsAfter(new("a"), [], gold, [all]);

        var raised = PoolBook.ClaimsAfter(new("a"), before, all with { Terms = Terms(9, null, 1) }, [all, gold]);

        Assert.Equal(["gold", "all"], before.Select(claim => claim.Pool.Value));
        Assert.Equal(9, raised[1].Terms.Cpu.Reservation);
        Assert.Equal(before[0], raised[0]);
        Assert.Equal([before[0]], PoolBook.ClaimsAfter(new("a"), before, all.Released(), [all, gold]));
        Assert.Empty(PoolBook.ClaimsAfter(new("a"), before, gold with { VirtualMachines = [] }, [all, gold]));
        Assert.Empty(PoolBook.ClaimsAfter(new("b"), [], gold, [all, gold]));
    }

    [Fact]
    public void Who_uses_all_that_its_cap_leaves_wants_all_it_could_use_and_who_idles_keeps_room_to_wake_up()
    {
        double[] capped = MachineWants.Of(Facts(cpuSeconds: 1), Reading(0), new CpuUse(100, 0, 10), 2_000, 1_000, new CpuTuning(100, 10_000));
        double[] idle = MachineWants.Of(Facts(cpuSeconds: 0), Reading(0), new CpuUse(0, 0, 10), 2_000, 1_000, new CpuTuning(100, null));
        double[] unknown = MachineWants.Of(Facts(cpuSeconds: 1), null, null, 2_000, 1_000, new CpuTuning(100, null));

        Assert.Equal((2_000, 200, 2_000), (capped[0], idle[0], unknown[0]));
    }

    private static DomainReading Reading(double cpuSeconds) =>
        new("u", "a", new Dictionary<string, double> { ["cpu.time"] = cpuSeconds * 1e9, ["vcpu.current"] = 2 });

    private static DomainFacts Facts(double cpuSeconds) => new(new("a"), Reading(cpuSeconds), null);

    private static long SharesOf(Dictionary<VirtualMachineId, MachineTuning> tunings, string machine) => tunings[new(machine)].Cpu.Shares;

    private static PoolTerms Terms(double reservation, double? limit, double shares) =>
        PoolTerms.Usual with { Cpu = new ResourceTerms(reservation, limit, shares) };

    private static PoolSetting Pool(string name, double shares, double? limit, params string[] machines) => new(
        new(name), new("lab"), new("lab"), null, Terms(0, limit, shares), [.. machines.Select(id => new VirtualMachineId(id))]);

    private static PooledMachine Machine(string id, double mhz) =>
        new(new(id), id, Here, 2_000, [mhz, 0, 1e6, 1e6], 0.5, new CpuTuning(1_024, null));
}
