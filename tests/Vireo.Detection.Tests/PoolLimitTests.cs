using Vireo.Fleet;

namespace Vireo.Detection.Tests;

/// <summary>A limit below what a pool's machines need is one incident, not one a machine.</summary>
public sealed class PoolLimitTests
{
    private const int Machines = 20;

    [Fact]
    public void A_pool_whose_limit_is_too_low_is_one_incident_that_says_by_how_much()
    {
        var scene = SceneWith(Pool("shop", limit: 6_000));

        LookAt(scene, wanted: 500, ready: 0.4, looks: 8);

        var incident = Assert.Single(scene.State.Open);
        Assert.Equal((RuleNames.PoolLimit, EntityId.Of(new ResourcePoolId("shop"))), (incident.Rule, incident.Entity));
        Assert.Contains("20 machines want 10000 MHz and get at most the limit of 6000 MHz: 4000 MHz are not served", incident.Evidence);
    }

    [Fact]
    public void It_is_over_when_the_limit_is_raised_and_machines_are_looked_at_again()
    {
        var scene = SceneWith(Pool("shop", limit: 6_000));
        LookAt(scene, wanted: 500, ready: 0.4, looks: 8);
        scene.Pools = [Pool("shop", limit: 12_000)];

        LookAt(scene, wanted: 500, ready: 0.4, looks: 8);

        Assert.Contains(scene.Changes, incident => incident is { Rule: RuleNames.PoolLimit, ResolvedAt: not null });
        Assert.Equal(Machines, scene.State.Open.Count(incident => incident.Rule == "vm-cpu-contention"));
    }

    [Fact]
    public void A_pool_within_its_limit_keeps_nobody_from_being_reported()
    {
        var scene = SceneWith(Pool("shop", limit: 12_000));

        LookAt(scene, wanted: 500, ready: 0.4, looks: 8);

        Assert.DoesNotContain(scene.State.Open, incident => incident.Rule == RuleNames.PoolLimit);
        Assert.Equal(Machines, scene.State.Open.Count(incident => incident.Rule == "vm-cpu-contention"));
    }

    [Fact]
    public void The_limit_of_a_pool_above_counts_for_those_below_it()
    {
        var child = Pool("web", limit: null) with { Parent = new("shop") };
        var scene = SceneWith(Pool("shop", limit: 6_000) with { VirtualMachines = [] }, child);

        LookAt(scene, wanted: 500, ready: 0.4, looks: 8);

        Assert.Equal(EntityId.Of(new ResourcePoolId("shop")), Assert.Single(scene.State.Open).Entity);
    }

    [Fact]
    public void A_limit_of_memory_that_takes_memory_from_guests_is_one_incident()
    {
        // The guests want 1.25 times the limit; this hypervisor does not count what it took back as in use.
        var scene = SceneWith(Limited(PoolResource.Memory, 16_000_000));

        LookAtEach(scene, (Metric.MemoryUsage, 800_000), (Metric.MemorySwapped, 200_000), (Metric.CpuUsage, 100));

        var incident = Assert.Single(scene.State.Open);
        Assert.Equal(RuleNames.PoolMemoryLimit, incident.Rule);
    }

    [Fact]
    public void Memory_that_is_taken_back_far_from_the_limit_is_told_machine_by_machine()
    {
        var scene = SceneWith(Limited(PoolResource.Memory, 18_500_000));

        LookAtEach(scene, (Metric.MemoryUsage, 800_000), (Metric.MemorySwapped, 200_000), (Metric.CpuUsage, 100));

        Assert.Equal(Machines, scene.State.Open.Count(incident => incident.Rule == "vm-swapped"));
        Assert.DoesNotContain(scene.State.Open, incident => incident.Rule == RuleNames.PoolMemoryLimit);
    }

    [Theory]
    [InlineData(PoolResource.Network, "use 40 MB/s of network, all that the limit of 40 MB/s lets through")]
    [InlineData(PoolResource.Disk, "use 40 MB/s of disk, all that the limit of 40 MB/s lets through")]
    public void Traffic_that_stays_at_its_limit_is_one_incident_and_over_below_it(PoolResource resource, string evidence)
    {
        var (one, other) = resource == PoolResource.Network
            ? (Metric.NetworkReceived, Metric.NetworkSent)
            : (Metric.DiskRead, Metric.DiskWritten);
        var scene = SceneWith(Limited(resource, 40_000_000));

        LookAtEach(scene, (one, 1_500_000), (other, 500_000), (Metric.PacketLoss, 0.3), (Metric.CpuUsage, 100));

        var incident = Assert.Single(scene.State.Open, incident => incident.Rule == RuleNames.PoolLimitOf(resource));
        Assert.Contains(evidence, incident.Evidence);
        Assert.Equal(
            resource == PoolResource.Network ? 0 : Machines, scene.State.Open.Count(incident => incident.Rule == "vm-losing-packets"));

        LookAtEach(scene, (one, 1_200_000), (other, 500_000), (Metric.CpuUsage, 100));
        Assert.DoesNotContain(scene.State.Open, incident => incident.Rule == RuleNames.PoolLimitOf(resource));
    }

    [Fact]
    public void A_limit_that_its_provider_cannot_enforce_holds_nobody_back()
    {
        var scene = SceneWith(Limited(PoolResource.Disk, 1_000_000) with { NotEnforced = [PoolResource.Disk] });

        LookAtEach(scene, (Metric.DiskRead, 1_500_000), (Metric.CpuUsage, 100));

        Assert.Empty(scene.State.Open);
    }

    private static PoolSetting Limited(PoolResource resource, double limit) =>
        Pool("shop", limit: null) with { Terms = PoolTerms.Usual.With(resource, new ResourceTerms(0, limit, null)) };

    private static void LookAtEach(Scene scene, params (Metric Metric, double Value)[] measured)
    {
        var machines = Enumerable.Range(0, Machines).Select(i => Scene.Machine($"m{i:00}", $"h{i / 4}")).ToArray();
        double[] Steady(double value) => [.. Enumerable.Repeat(value, 12)];
        for (int look = 0; look < 8; look++)
        {
            scene.Look(
                DefaultRules.All, [.. Enumerable.Range(0, 5).Select(i => Scene.Host($"h{i}"))], machines,
                [
                    .. machines.SelectMany(
                        _ => measured, (machine, one) => (
                            Scene.OfMachine(machine.Id.Value, one.Metric), Steady(one.Value), DataQuality.Perfect)),
                ]);
        }
    }

    private static Scene SceneWith(params PoolSetting[] pools) => new() { Pools = [.. pools] };

    private static PoolSetting Pool(string id, double? limit) => new(
        new(id), new("c"), new("p"), Parent: null, PoolTerms.Usual with { Cpu = new ResourceTerms(0, limit, null) },
        [.. Enumerable.Range(0, Machines).Select(i => new VirtualMachineId($"m{i:00}"))]);

    private static void LookAt(Scene scene, double wanted, double ready, int looks)
    {
        var machines = Enumerable.Range(0, Machines).Select(i => Scene.Machine($"m{i:00}", $"h{i / 4}")).ToArray();
        double[] Steady(double value) => [.. Enumerable.Repeat(value, 12)];
        for (int look = 0; look < looks; look++)
        {
            scene.Look(
                DefaultRules.All, [.. Enumerable.Range(0, 5).Select(i => Scene.Host($"h{i}"))], machines,
                [
                    .. machines.SelectMany(machine => new (SeriesKey, double[], DataQuality)[]
                    {
                        (Scene.OfMachine(machine.Id.Value, Metric.CpuDemand), Steady(wanted), DataQuality.Perfect),
                        (Scene.OfMachine(machine.Id.Value, Metric.CpuUsage), Steady(wanted * 0.6), DataQuality.Perfect),
                        (Scene.OfMachine(machine.Id.Value, Metric.CpuReady), Steady(ready), DataQuality.Perfect),
                    }),
                ]);
        }
    }
}
