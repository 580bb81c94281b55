using Vireo.Fleet;

namespace Vireo.Detection.Tests;

public sealed class HostTests
{
    private static readonly double[] Contended = [0.9, 0.9, 0.9, 0.9];
    private static readonly DataQuality Bad = new(0.1, TimeSpan.FromHours(1), 0.5, 0, "stale");

    [Fact]
    public void A_failed_host_is_critical_at_once_and_names_its_machines()
    {
        var scene = new Scene();

        WatchResult result = scene.Look(
            DefaultRules.All, [Scene.Host("h", HostState.Failed)], [Scene.Machine("web-1", "h"), Scene.Machine("web-2", "h")]);

        Incident incident = Assert.Single(result.Changed);
        Assert.Equal(Severity.Critical, incident.Severity);
        Assert.Contains("'web-1', 'web-2'", incident.Evidence, StringComparison.Ordinal);
        Hazard hazard = Assert.Single(result.Hazards);
        Assert.Equal((HazardKind.HostDown, 1.0), (hazard.Kind, hazard.Probability));
    }

    [Fact]
    public void One_lost_heartbeat_changes_nothing()
    {
        var scene = new Scene();
        scene.Look(DefaultRules.All, [Scene.Host("h")], []);

        WatchResult result = scene.Look(DefaultRules.All, [Scene.Host("h", HostState.Unreachable)], []);
        scene.Look(DefaultRules.All, [Scene.Host("h")], []);

        Assert.Empty(result.Hazards);
        Assert.Empty(scene.Changes);
        Assert.Empty(scene.State.Pending);
    }

    [Fact]
    public void A_host_silent_on_every_path_is_down_after_three_looks()
    {
        var scene = new Scene();
        Host[] hosts = [Scene.Host("h", HostState.Unreachable)];

        scene.Look(DefaultRules.All, hosts, []);
        scene.Look(DefaultRules.All, hosts, []);
        Assert.Empty(scene.Changes);
        WatchResult result = scene.Look(DefaultRules.All, hosts, []);

        Assert.Equal(Severity.Critical, Assert.Single(result.Changed).Severity);
        Hazard hazard = Assert.Single(result.Hazards);
        Assert.Equal(HazardKind.HostDown, hazard.Kind);
        Assert.True(hazard.Probability < 1);
    }

    [Fact]
    public void A_host_whose_machines_still_report_is_not_called_down()
    {
        var scene = new Scene();
        for (int i = 0; i < 5; i++)
        {
            WatchResult result = scene.Look(
                DefaultRules.All,
                [Scene.Host("h", HostState.Unreachable)],
                [Scene.Machine("v", "h")],
                (Scene.OfMachine("v", Metric.CpuUsage), [100, 120, 110], DataQuality.Perfect));

            Assert.DoesNotContain(result.Hazards, hazard => hazard.Kind == HazardKind.HostDown);
        }

        Assert.Equal(Severity.Warning, Assert.Single(scene.Changes).Severity);
    }

    [Fact]
    public void Machines_of_a_host_that_is_down_have_no_incidents_of_their_own()
    {
        var scene = new Scene();
        VirtualMachine[] machines = [.. Enumerable.Range(0, 20).Select(i => Scene.Machine($"v{i}", "h"))];
        for (int i = 0; i < 10; i++)
        {
            scene.Look(
                DefaultRules.All,
                [Scene.Host("h", HostState.Failed)],
                machines,
                [.. machines.Select(machine => (
                    new SeriesKey(EntityId.Of(machine.Id), Metric.CpuReady), Contended, Bad))]);
        }

        Assert.Equal(RuleNames.HostDown, Assert.Single(scene.State.Open).Rule);
    }

    [Fact]
    public void A_host_that_comes_back_closes_its_incident_after_three_good_looks()
    {
        var scene = new Scene();
        scene.Look(DefaultRules.All, [Scene.Host("h", HostState.Failed)], []);

        // A failed host is judged anew each look, a returned one has to stay.
        scene.Look(DefaultRules.All, [Scene.Host("h")], []);
        scene.Look(DefaultRules.All, [Scene.Host("h")], []);
        Assert.Single(scene.State.Open);
        WatchResult result = scene.Look(DefaultRules.All, [Scene.Host("h")], []);

        Assert.NotNull(Assert.Single(result.Changed).ResolvedAt);
        Assert.Empty(result.State.Open);
    }

    [Fact]
    public void A_burst_of_errors_is_a_danger_that_grows_with_their_number()
    {
        WatchResult few = LookAtErrors(0, 0, 5, 8);
        WatchResult many = LookAtErrors(5, 8, 10, 14, 20, 30, 40, 60, 80, 100, 150, 200);

        Assert.Equal(Severity.Warning, Assert.Single(few.Changed).Severity);
        Assert.Equal(Severity.Critical, Assert.Single(many.Changed).Severity);
        Assert.True(Assert.Single(few.Hazards).Probability < Assert.Single(many.Hazards).Probability);
        Assert.All(many.Hazards, hazard => Assert.InRange(hazard.Probability, 0, 0.999));
    }

    [Fact]
    public void Errors_that_come_on_and_on_are_more_dangerous_than_as_many_at_once()
    {
        WatchResult once = LookAtErrors(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 120, 120);
        WatchResult steady = LookAtErrors([.. Enumerable.Repeat(20.0, 12)]);

        Assert.True(Assert.Single(once.Hazards).Probability < 0.5);
        Assert.True(Assert.Single(steady.Hazards).Probability > Assert.Single(once.Hazards).Probability);
        Assert.Contains("fail within 4 hours", steady.Changed[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_in_a_single_sample_are_no_burst() => Assert.Empty(LookAtErrors(0, 0, 0, 500).Changed);

    [Fact]
    public void Errors_that_are_usual_on_the_host_are_no_burst()
    {
        double[] usual = [.. Enumerable.Repeat(10.0, 48)];

        Assert.Empty(LookAtErrors(usual).Changed);
    }

    [Fact]
    public void A_host_without_cores_is_bad_data_and_held_at_once()
    {
        var scene = new Scene();

        WatchResult result = scene.Look(DefaultRules.All, [Scene.Host("h", cores: 0)], []);

        Assert.Equal(HazardKind.BadTelemetry, Assert.Single(result.Hazards).Kind);
        Assert.Empty(result.Changed);
    }

    [Fact]
    public void Bad_telemetry_holds_at_once_and_is_an_incident_after_three_looks()
    {
        var scene = new Scene();
        for (int i = 0; i < 3; i++)
        {
            Assert.Empty(scene.Changes);
            WatchResult result = LookAtMachines(scene, machines: 1, bad: 1);
            Assert.Equal("cpu.usage: stale", Assert.Single(result.Hazards).Reason);
        }

        Assert.Equal(RuleNames.BadTelemetry, Assert.Single(scene.Changes).Rule);
    }

    [Fact]
    public void A_provider_that_goes_bad_is_one_incident_and_not_one_for_each_machine()
    {
        var scene = new Scene();
        for (int i = 0; i < 5; i++)
        {
            LookAtMachines(scene, machines: 20, bad: 18);
        }

        Incident incident = Assert.Single(scene.Changes);
        Assert.Equal(EntityKind.Provider, incident.Entity.Kind);
        Assert.StartsWith("18 of 21", incident.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_was_off_and_reports_again_is_no_incident()
    {
        var scene = new Scene();
        var afterNight = new DataQuality(0.3, TimeSpan.FromMinutes(5), 0.7, 0, "70 % of the window is missing");
        for (int i = 0; i < 5; i++)
        {
            WatchResult result = scene.Look(
                DefaultRules.All, [Scene.Host("h")], [], (Scene.OfHost("h", Metric.CpuUsage), [100, 120], afterNight));

            Assert.Empty(result.Hazards);
        }

        Assert.Empty(scene.Changes);
    }

    private static WatchResult LookAtErrors(params double[] errorsPerSample)
    {
        double[] rates = [.. errorsPerSample.Select(errors => errors / Scene.Step.TotalSeconds)];

        return new Scene().Look(
            DefaultRules.All, [Scene.Host("h")], [], (Scene.OfHost("h", Metric.ErrorCount), rates, DataQuality.Perfect));
    }

    private static WatchResult LookAtMachines(Scene scene, int machines, int bad) =>
        scene.Look(
            DefaultRules.All,
            [Scene.Host("h")],
            [.. Enumerable.Range(0, machines).Select(i => Scene.Machine($"v{i}", "h"))],
            [.. Enumerable.Range(0, machines).Select(i => (
                Scene.OfMachine($"v{i}", Metric.CpuUsage),
                new double[] { 100, 110 },
                i < bad ? Bad : DataQuality.Perfect))]);
}
