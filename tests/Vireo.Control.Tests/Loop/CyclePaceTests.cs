using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Control.Tests;

/// <summary>When a cluster decides again.</summary>
public class CyclePaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    private static readonly Policy Adaptive = new()
    {
        ShortestCycle = TimeSpan.FromMinutes(1),
        LongestCycle = TimeSpan.FromMinutes(20),
    };

    [Fact]
    public void Without_bounds_it_is_always_the_usual_interval()
    {
        Assert.Equal(Usual, Next(new Policy(), quiet: 50).Interval);
        Assert.Equal(Usual, Next(new Policy(), hazards: [Danger]).Interval);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 10)]
    [InlineData(4, 20)]
    [InlineData(9, 20)]
    public void Calm_that_lasts_makes_it_later_within_bounds(int quiet, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Next(Adaptive, quiet: quiet).Interval);

    [Fact]
    public void An_open_incident_or_a_danger_makes_it_sooner_and_is_named()
    {
        var incident = new Incident("i", "r", EntityId.Of(new HostId("h")), Severity.Warning, "Host h is hot", "", Now, Now, null);

        Assert.Equal(TimeSpan.FromMinutes(1), Next(Adaptive, quiet: 9, hazards: [Danger]).Interval);
        Assert.Contains("Host h is hot", Next(Adaptive, quiet: 9, incidents: [incident]).Reason);
        Assert.Equal(TimeSpan.FromMinutes(20), Next(Adaptive, quiet: 9, incidents: [incident with { ResolvedAt = Now }]).Interval);
    }

    [Fact]
    public void A_forecast_peak_makes_it_sooner_before_it_comes()
    {
        var pace = Next(Adaptive, quiet: 9, path: [2_000, 4_000, 9_000]);

        Assert.Equal(TimeSpan.FromMinutes(1), pace.Interval);
        Assert.Contains("from 2000 to 9000 of 10000 MHz", pace.Reason);
    }

    private static Hazard Danger => new(EntityId.Of(new HostId("h")), HazardKind.HostFailing, 0.9, "errors rise.");

    private static CyclePace Next(
        Policy policy, int quiet = 0, Hazard[]? hazards = null, Incident[]? incidents = null, float[]? path = null)
    {
        var host = new Host(
            new("h"), "h", new("p"), new("c"), HostState.On, false, 8, new CpuMhz(10_000), new MemoryBytes(1L << 36),
            new BytesPerSecond(1e9), new PowerCurve([100, 200]), "", "test");
        float[] steps = path ?? [1_000, 1_000, 1_000];
        var forecast = new DemandForecast([.. steps], "test");
        var outlook = new Outlook(
            Now, TimeSpan.FromMinutes(5), steps.Length, [0.5], [new VmOutlook(new("vm"), forecast, forecast, DataQuality.Perfect)],
            [.. hazards ?? []]);

        return CyclePace.Next(
            Usual, policy, FleetSnapshot.Create(Now, new("c"), [host], [], [], []), outlook, [.. incidents ?? []], quiet);
    }
}
