using CsCheck;
using Vireo.Detection.Exhaustion;
using Vireo.Fleet;

namespace Vireo.Detection.Tests;

public sealed class NativeRuleTests
{
    private static readonly ThresholdRule Rack = new(
        "rack-hot", EntityKind.Host, Metric.CpuUsage, Above: 0.9, ClearBelow: 0.7, OfCapacity: true,
        TimeSpan.FromMinutes(10), Severity.Critical)
    {
        Population = PopulationScope.Rack,
        Share = 0.3,
    };

    [Fact]
    public void Three_hosts_of_ten_make_one_incident_of_their_rack_and_two_make_none()
    {
        WatchResult few = new Scene().Look([Rack], Hosts(10), [], [.. Cpu(10, i => i < 2 ? 0.95 : 0.2, samples: 4)]);
        WatchResult many = new Scene().Look([Rack], Hosts(10), [], [.. Cpu(10, i => i < 3 ? 0.95 : 0.2, samples: 4)]);

        Assert.Empty(few.Changed);
        Incident incident = Assert.Single(many.Changed);
        Assert.Equal(new EntityId(EntityKind.Rack, "rack"), incident.Entity);
        Assert.Equal("Rack 'rack': cpu.usage above 90 % of capacity on 30 % of its hosts.", incident.Title);
        Assert.StartsWith("30 % of 10 hosts have cpu.usage above 90 % of capacity", incident.Evidence,
            StringComparison.Ordinal);
        Assert.DoesNotContain(many.Hazards, hazard => hazard.Kind == HazardKind.Pressure);
    }

    [Fact]
    public void It_stays_open_while_enough_members_are_above_the_lower_bound_and_closes_when_they_are_not()
    {
        var scene = new Scene();
        scene.Look([Rack], Hosts(10), [], [.. Cpu(10, i => i < 3 ? 0.95 : 0.2, samples: 4)]);

        scene.Look([Rack], Hosts(10), [], [.. Cpu(10, i => i < 3 ? 0.8 : 0.2, samples: 8)]);
        int between = scene.State.Open.Length;
        scene.Look([Rack], Hosts(10), [], [.. Cpu(10, i => i < 2 ? 0.99 : 0.2, samples: 8)]);

        Assert.Equal(1, between);
        Assert.Empty(scene.State.Open);
    }

    [Fact]
    public void Where_fewer_than_half_of_the_members_were_measured_nothing_is_concluded()
    {
        var scene = new Scene();

        WatchResult result = scene.Look([Rack], Hosts(10), [], [.. Cpu(10, _ => 0.95, samples: 4).Take(4)]);

        Assert.DoesNotContain(result.Changed, incident => incident.Rule == Rack.Name);
    }

    [Fact]
    public void The_share_of_any_population_decides_and_nothing_else() =>
        Gen.Select(Gen.Int[1, 30], Gen.Double[0.05, 1]).SelectMany((hosts, share) =>
            Gen.Double[0, 1].Array[hosts].Select(ratios => (share, ratios))).Sample(one =>
        {
            ThresholdRule rule = Rack with { Share = one.share };
            var series = Cpu(one.ratios.Length, i => one.ratios[i], samples: 4);
            WatchResult result = new Scene().Look([rule], Hosts(one.ratios.Length), [], [.. series]);
            double above = one.ratios.Count(ratio => ratio > 0.9) / (double)one.ratios.Length;

            return result.Changed.Any(incident => incident.Rule == rule.Name) == (above >= one.share && above > 0);
        }, iter: 300);

    [Theory]
    [InlineData(NoDataPolicy.Keep, 0, 1)]
    [InlineData(NoDataPolicy.Alert, 1, 1)]
    [InlineData(NoDataPolicy.Clear, 0, 0)]
    public void Without_data_the_rule_says_what_is_concluded(NoDataPolicy policy, int opened, int kept)
    {
        ThresholdRule rule = Rack with { Population = null, NoData = policy };
        var fresh = new Scene();
        var open = new Scene();
        open.Look([rule], Hosts(1), [], [.. Cpu(1, _ => 0.95, samples: 4)]);

        for (int look = 0; look < 4; look++)
        {
            fresh.Look([rule], Hosts(1), []);
            open.Look([rule], Hosts(1), []);
        }

        Assert.Equal(opened, fresh.State.Open.Count(incident => incident.Rule == rule.Name));
        Assert.Equal(kept, open.State.Open.Count(incident => incident.Rule == rule.Name));
    }

    [Fact]
    public void What_opened_without_data_is_over_when_data_come_and_are_well()
    {
        ThresholdRule rule = Rack with { Population = null, NoData = NoDataPolicy.Alert };
        var scene = new Scene();
        for (int look = 0; look < 4; look++)
        {
            scene.Look([rule], Hosts(1), []);
        }

        scene.Look([rule], Hosts(1), [], [.. Cpu(1, _ => 0.2, samples: 8)]);

        Assert.DoesNotContain(scene.State.Open, incident => incident.Rule == rule.Name);
    }

    [Fact]
    public void A_memory_that_leaks_is_told_hours_before_it_is_full_and_a_steady_one_never()
    {
        ThresholdRule rule = new(
            "filling", EntityKind.Host, Metric.MemoryUsage, Above: 1, ClearBelow: 0.9, OfCapacity: true, TimeSpan.Zero,
            Severity.Warning)
        {
            FullWithin = TimeSpan.FromHours(6),
        };
        var filling = new FleetExhaustion();
        int? warnedAt = null;
        Host[] hosts = [Scene.Host("leaks"), Scene.Host("steady")];
        int rows = 24 * 12;
        for (int row = 0; row < rows + 140; row++)
        {
            double use = row < rows ? 0.4 : 0.4 + ((row - rows) * 0.004);
            double steady = 0.5 + (0.05 * Math.Sin(row));
            var now = DateTimeOffset.UnixEpoch + (row * Scene.Step);
            var fleet = FleetSnapshot.Create(now, new("c"), hosts, [], [], []);
            var series = new[] { Row("leaks", now, use), Row("steady", now, steady) };
            var found = filling.Observe([rule], fleet, new(now, Scene.Step, series.ToDictionary(one => one.Key)));
            warnedAt ??= found.IsEmpty ? null : row;
            Assert.DoesNotContain(found, item => item.Entity.Value == "steady");
        }

        Assert.NotNull(warnedAt);
        Assert.InRange((rows + 150 - warnedAt.Value) * Scene.Step, TimeSpan.FromHours(1), TimeSpan.FromHours(12));
    }

    [Fact]
    public void What_fills_is_an_incident_with_its_time_and_over_when_it_no_longer_does()
    {
        ThresholdRule rule = Rack with { Name = "filling", Population = null, FullWithin = TimeSpan.FromHours(6) };
        var scene = new Scene();
        var warning = new ExhaustionWarning(
            TimeSpan.FromHours(3), TimeSpan.FromHours(4), TimeSpan.FromHours(5), IsWarning: true);
        scene.Filling = [new("filling", EntityId.Of(new HostId("h0")), 0.7, warning)];
        scene.Look([rule], Hosts(1), []);
        scene.Look([rule], Hosts(1), []);
        Incident incident = Assert.Single(scene.State.Open, one => one.Rule == "filling");

        scene.Filling = [];
        scene.Look([rule], Hosts(1), []);
        scene.Look([rule], Hosts(1), []);

        Assert.Equal("cpu.usage at 70 % of what is full; full in about 4 h (3 h to 5 h).", incident.Evidence);
        Assert.DoesNotContain(scene.State.Open, one => one.Rule == "filling");
    }

    private static TimeSeries Row(string host, DateTimeOffset now, double use) => new(
        Scene.OfHost(host, Metric.MemoryUsage), now - Scene.Step, Scene.Step, new[] { use * Scene.MemoryCapacity },
        DataQuality.Perfect);

    private static Host[] Hosts(int count) => [.. Enumerable.Range(0, count).Select(i => Scene.Host($"h{i}"))];

    private static IEnumerable<(SeriesKey Key, double[] Values, DataQuality Quality)> Cpu(
        int hosts, Func<int, double> ratio, int samples) =>
        Enumerable.Range(0, hosts).Select(i => (
            Scene.OfHost($"h{i}", Metric.CpuUsage),
            Enumerable.Repeat(ratio(i) * Scene.CpuCapacity, samples).ToArray(),
            DataQuality.Perfect));
}
