using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

public sealed class AlertTests
{
    private const string Rules = """
        groups:
        - name: own
          rules:
          - alert: Paused
            expr: vireo_paused == 1
            for: 20m
            labels: {severity: warning}
            annotations: {summary: "Cluster {{ $labels.cluster }} is paused."}
        """;

    [Fact]
    public void The_loop_watches_itself_and_an_alert_goes_on_waiting_across_a_restart()
    {
        using var world = new LoopWorld();
        world.Options = world.Options with { RuleFiles = [RuleFileReader.Read("own.yaml", Rules)] };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Run(() => world.Loop.PauseAsync("ada", CancellationToken.None));
        world.RunUntil(state => state.Alerts.Alerts is [{ Alert.State: AlertState.Pending }]);
        long since = world.Loop.State.Alerts.Alerts[0].Alert.ActiveAt;
        world.Time.Pass(TimeSpan.FromMinutes(10));
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Alerts.Alerts is [{ Alert.State: AlertState.Firing }]);

        var fired = world.Loop.State.Alerts.Alerts[0].Alert;
        Assert.Equal(since, fired.ActiveAt);
        Assert.True(world.Time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(since) <= TimeSpan.FromMinutes(26));
        var incident = Assert.Single(world.Loop.State.Incidents, one => one.Rule == "Paused");
        Assert.Equal(("Cluster c1 is paused.", EntityId.Of(Fleets.Cluster)), (incident.Title, incident.Entity));
    }

    [Fact]
    public void Other_rules_take_over_at_run_time_and_what_only_the_old_ones_knew_is_over()
    {
        using var world = new LoopWorld();
        world.Options = world.Options with
        {
            RuleFiles = [RuleFileReader.Read("own.yaml", Rules.Replace("20m", "0s", StringComparison.Ordinal))],
        };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Run(() => world.Loop.PauseAsync("ada", CancellationToken.None));
        world.RunUntil(state => state.Incidents.Any(one => one is { Rule: "Paused", ResolvedAt: null }));

        world.Time.Run(() => world.Loop.SetRulesAsync([], [], "ada", CancellationToken.None));
        world.RunUntil(state => state.Incidents.Any(one => one is { Rule: "Paused", ResolvedAt: not null }));

        Assert.Empty(world.Loop.State.Alerts.Alerts);
        Assert.EndsWith("Its rule was removed.", world.Loop.State.Incidents.First(one => one.Rule == "Paused").Evidence, StringComparison.Ordinal);
    }
}
