using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Rules;

public sealed class FleetRulesTests
{
    private const string Waiting = """
        groups:
        - name: g
          rules:
          - alert: Waits
            expr: vireo_vm_cpu_ready_ratio > 0.1
            for: 10m
            labels: {severity: critical, team: web}
            annotations: {summary: "{{ $labels.vm }} waits {{ $value | humanizePercentage }}."}
        """;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_alert_waits_fires_and_ends_and_its_incident_follows()
    {
        FleetRules rules = Rules(Waiting);
        WatchState state = WatchState.Quiet;
        List<string> told = [];
        double[] ready = [0.2, 0.2, 0.2, 0.2, 0.05, 0.05];
        for (int i = 0; i < ready.Length; i++)
        {
            (AlertPicture picture, WatchResult result) = Look(rules, state, i, ready[i]);
            state = result.State;
            told.Add($"{picture.Alerts.SingleOrDefault()?.Alert.State} {string.Join(' ', result.Changed.Where(one => one.Rule == "Waits").Select(Tell))}".Trim());
        }

        Assert.Equal(
            ["Pending", "Pending", "Firing Critical vm: m waits 20%.", "Firing", "Inactive over vm", "Inactive"], told);
    }

    [Fact]
    public void An_incident_carries_the_labels_of_its_alert()
    {
        FleetRules rules = Rules(Waiting.Replace("10m", "0s", StringComparison.Ordinal));

        Incident incident = Assert.Single(Look(rules, WatchState.Quiet, 0, 0.3).Result.Changed, one => one.Rule == "Waits");

        Assert.Equal("web", incident.Labels["team"]);
        Assert.Equal(new EntityId(EntityKind.VirtualMachine, "m"), incident.Entity);
        Assert.Equal("Waits: 0.3", incident.Evidence);
    }

    [Fact]
    public void A_restart_neither_begins_the_waiting_anew_nor_forgets_what_fires()
    {
        FleetRules before = Rules(Waiting);
        Look(before, WatchState.Quiet, 0, 0.2);
        string saved = JsonSerializer.Serialize(Look(before, WatchState.Quiet, 1, 0.2).Picture.Alerts);

        FleetRules after = Rules(Waiting);
        after.Restore(JsonSerializer.Deserialize<ImmutableArray<RuleAlert>>(saved));

        Assert.Equal(AlertState.Pending, Assert.Single(after.Picture.Alerts).Alert.State);
        Assert.Equal(AlertState.Firing, Assert.Single(Look(after, WatchState.Quiet, 2, 0.2).Picture.Alerts).Alert.State);
    }

    [Fact]
    public void The_incident_of_a_rule_that_was_removed_is_closed()
    {
        FleetRules rules = Rules(Waiting.Replace("10m", "0s", StringComparison.Ordinal));
        WatchState open = Look(rules, WatchState.Quiet, 0, 0.3).Result.State;

        Incident over = Assert.Single(
            Look(Rules("groups: []"), open, 1, 0.3).Result.Changed, one => one.Rule == "Waits");

        Assert.EndsWith("Its rule was removed.", over.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_that_comes_late_still_sees_every_sample_between()
    {
        FleetRules rules = Rules("""
            groups:
            - name: g
              rules:
              - alert: Six
                expr: count_over_time(vireo_vm_cpu_ready_ratio[30m]) >= 6
            """);

        Assert.Equal("Six", Assert.Single(Look(rules, WatchState.Quiet, 6, 0, 0, 0, 0, 0, 0).Picture.Alerts).Alert.Rule);
    }

    [Fact]
    public void Only_series_that_a_rule_reads_are_kept_and_too_many_are_refused()
    {
        var rules = new FleetRules([RuleFileReader.Read("f", Waiting)], Scene.Step, mostSeries: 3);

        Look(rules, WatchState.Quiet, 0, 0.2);
        Assert.Equal(0, rules.Refused);

        var none = new FleetRules([RuleFileReader.Read("f", Waiting)], Scene.Step, mostSeries: 0);
        Look(none, WatchState.Quiet, 0, 0.2);
        Assert.True(none.Refused > 0);
    }

    [Fact]
    public void A_group_with_an_interval_is_not_evaluated_more_often()
    {
        FleetRules rules = Rules(Waiting.Replace("name: g", "name: g\n  interval: 10m", StringComparison.Ordinal)
            .Replace("for: 10m", "for: 0s", StringComparison.Ordinal));

        string[] values = [.. Enumerable.Range(0, 4).Select(i =>
            $"{Look(rules, WatchState.Quiet, i, 0.2 + (i / 10.0)).Picture.Alerts.Single().Alert.Value:0.0}")];

        Assert.Equal(["0.2", "0.2", "0.4", "0.4"], values);
    }

    private static FleetRules Rules(string text)
    {
        RuleFile file = RuleFileReader.Read("f", text);
        Assert.Empty(file.Problems);

        return new FleetRules([file], Scene.Step, mostSeries: 100);
    }

    private static string Tell(Incident incident) => incident.ResolvedAt is null
        ? $"{incident.Severity} vm: {incident.Title}" : "over vm";

    private static (AlertPicture Picture, WatchResult Result) Look(
        FleetRules rules, WatchState state, int look, params double[] ready)
    {
        DateTimeOffset now = Start + ((look + 1) * Scene.Step);
        SeriesKey key = Scene.OfMachine("m", Metric.CpuReady);
        var window = new FleetSeries(now, Scene.Step, new Dictionary<SeriesKey, TimeSeries>
        {
            [key] = new(key, now - (ready.Length * Scene.Step), Scene.Step, ready, DataQuality.Perfect),
        });
        var fleet = FleetSnapshot.Create(now, new("c"), [Scene.Host("a")], [Scene.Machine("m", "a")], [], []);
        AlertPicture picture = rules.Observe(fleet, window, []);

        return (picture, Watcher.Watch(state, [], fleet, window, WatchSignals.None with { Alerts = picture }));
    }
}
