using CsCheck;
using Vireo.Fleet;

namespace Vireo.Detection.Tests;

public sealed class ThresholdTests
{
    private static readonly double[] Strange =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 0, 0.5, 0.95, 1e300];

    [Fact]
    public void A_breach_becomes_an_incident_when_it_has_lasted()
    {
        var scene = new Scene();

        scene.LookAtCpu(0.5, 0.99);
        scene.LookAtCpu(0.5, 0.99, 0.99);
        Assert.Empty(scene.Changes);
        WatchResult result = scene.LookAtCpu(0.5, 0.99, 0.99, 0.99);

        Incident incident = Assert.Single(result.Changed);
        Assert.Equal("host-cpu-high", incident.Rule);
        Assert.Equal("Host 'h': cpu.usage above 97 % of capacity.", incident.Title);
        Assert.Equal(result.State.Open, result.Changed);
        Hazard hazard = Assert.Single(result.Hazards, hazard => hazard.Kind == HazardKind.Pressure);
        Assert.Equal(incident.Entity, hazard.Entity);
    }

    [Fact]
    public void A_breach_longer_than_the_window_is_remembered()
    {
        var scene = new Scene();

        for (int i = 0; i < 3; i++)
        {
            scene.LookAtCpu(0.99);
        }

        Assert.Empty(scene.Changes);
        Assert.Single(scene.State.Pending);
        scene.LookAtCpu(0.99, 0.99);
        Assert.Single(scene.Changes);
    }

    [Fact]
    public void Inside_the_hysteresis_an_incident_stays_open_and_below_it_closes_after_a_while()
    {
        var scene = new Scene();
        scene.LookAtCpu(0.99, 0.99, 0.99);

        scene.LookAtCpu(0.99, 0.94, 0.94, 0.94, 0.94, 0.94, 0.94, 0.94);
        Assert.Single(scene.State.Open);
        scene.LookAtCpu(0.94, 0.7, 0.7, 0.7, 0.7, 0.7);
        Assert.Single(scene.State.Open);
        WatchResult result = scene.LookAtCpu(0.94, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7);

        Assert.Empty(result.State.Open);
        Assert.NotNull(Assert.Single(result.Changed).ResolvedAt);
        Assert.Equal(scene.Changes[0].Id, scene.Changes[1].Id);
    }

    [Fact]
    public void A_square_wave_shorter_than_the_wait_opens_nothing() =>
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 5]).Sample((high, low) =>
        {
            var scene = new Scene();
            List<double> seen = [];
            for (int i = 0; i < 60; i++)
            {
                seen.Add(i % (high + low) < high ? 1.0 : 0.2);
                scene.LookAtCpu([.. seen.TakeLast(24)]);
            }

            return scene.Changes.Count == 0;
        });

    [Fact]
    public void A_load_that_flaps_around_the_bound_opens_one_incident()
    {
        var scene = new Scene();
        List<double> seen = [];
        for (int i = 0; i < 200; i++)
        {
            seen.Add(i % 8 < 4 ? 0.99 : 0.7);
            scene.LookAtCpu([.. seen.TakeLast(24)]);
        }

        Assert.Single(scene.Changes.Select(change => change.Id).Distinct());
    }

    [Fact]
    public void Old_samples_decide_nothing()
    {
        var scene = new Scene();

        scene.LookAtCpu(0.99, 0.99, 0.99, 0.99, double.NaN, double.NaN, double.NaN, double.NaN);

        Assert.Empty(scene.Changes);
        Assert.Empty(scene.State.Pending);
    }

    [Fact]
    public void A_host_that_is_switched_off_closes_its_incident()
    {
        var scene = new Scene();
        scene.LookAtCpu(0.99, 0.99, 0.99);

        WatchResult result = scene.Look(DefaultRules.All, [Scene.Host("h", HostState.Off)], []);

        Assert.EndsWith("It was switched off.", Assert.Single(result.Changed).Evidence, StringComparison.Ordinal);
        Assert.Empty(result.State.Open);
    }

    [Fact]
    public void An_open_incident_is_not_told_anew_every_cycle()
    {
        var scene = new Scene();
        List<double> seen = [];
        for (int i = 0; i < 36; i++)
        {
            seen.Add(0.975 + (0.001 * (i % 7)));
            scene.LookAtCpu([.. seen]);
        }

        Assert.InRange(scene.Changes.Count, 2, 13);
        Assert.Single(scene.Changes.Select(change => change.Id).Distinct());
    }

    [Fact]
    public void Two_rules_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(
            () => new Scene().Look([DefaultRules.All[0], DefaultRules.All[0]], [], []));

    [Fact]
    public void Whatever_the_series_hold_there_is_one_open_incident_for_a_rule_and_entity() =>
        Gen.Select(
            Gen.Int[0, Strange.Length - 1]
                .Select(index => Strange[index])
                .Array[0, 20]
                .Array[1, 12],
            Gen.Int[0, 6]).Sample((windows, cores) =>
            {
                var scene = new Scene();
                foreach (double[] window in windows)
                {
                    double[] values = [.. window.Select(ratio => ratio * Scene.CpuCapacity)];
                    scene.Look(
                        DefaultRules.All,
                        [Scene.Host("h", (HostState)(window.Length % 6), cores)],
                        [Scene.Machine("v", "h", (PowerState)(window.Length % 3))],
                        (Scene.OfHost("h", Metric.CpuUsage), values, new(window.Length / 20.0, default, 0, 0, "")),
                        (Scene.OfHost("h", Metric.ErrorCount), values, DataQuality.Perfect),
                        (Scene.OfMachine("v", Metric.CpuReady), values, DataQuality.Perfect),
                        (Scene.OfMachine("v", Metric.CpuUsage), values, DataQuality.Perfect));
                }

                return scene.State.Open.Select(incident => (incident.Rule, incident.Entity)).Distinct().Count()
                    == scene.State.Open.Length;
            });
}
