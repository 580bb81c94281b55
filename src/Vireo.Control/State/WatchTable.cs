using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Detection;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What the watcher knew and the incidents that are over, so that a restart neither forgets an incident nor
/// opens it a second time.</summary>
internal sealed class WatchTable(SettingTable settings)
{
    private const string Watch = "watch";
    private const string Resolved = "incidents-resolved";
    private const string Alerts = "alerts";

    public void Save(ClusterId cluster, WatchState watch) =>
        settings.Set(cluster, Watch, JsonSerializer.Serialize(watch, ControlJsonContext.Default.WatchState));

    public void SaveResolved(ClusterId cluster, ImmutableArray<Incident> resolved) =>
        settings.Set(
            cluster, Resolved, JsonSerializer.Serialize(resolved, ControlJsonContext.Default.ImmutableArrayIncident));

    public void SaveAlerts(ClusterId cluster, ImmutableArray<RuleAlert> alerts) =>
        settings.Set(
            cluster, Alerts, JsonSerializer.Serialize(alerts, ControlJsonContext.Default.ImmutableArrayRuleAlert));

    public ImmutableArray<RuleAlert> LoadAlerts(ClusterId cluster) =>
        settings.Find(cluster, Alerts) is { } text
            ? JsonSerializer.Deserialize(text, ControlJsonContext.Default.ImmutableArrayRuleAlert)
            : [];

    public WatchState Load(ClusterId cluster) =>
        settings.Find(cluster, Watch) is { } text
            ? JsonSerializer.Deserialize(text, ControlJsonContext.Default.WatchState) ?? WatchState.Quiet
            : WatchState.Quiet;

    public ImmutableArray<Incident> LoadResolved(ClusterId cluster) =>
        settings.Find(cluster, Resolved) is { } text
            ? JsonSerializer.Deserialize(text, ControlJsonContext.Default.ImmutableArrayIncident)
            : [];
}
