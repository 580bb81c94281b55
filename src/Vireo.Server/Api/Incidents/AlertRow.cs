using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Server.Api.Incidents;

/// <summary>One alert: of a rule, or of a threshold or built-in watch, which fire as long as their incident is
/// open.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Name">Of the rule.</param>
/// <param name="State">Pending: it holds, not long enough yet. Firing. Inactive: over since a short while.</param>
/// <param name="Severity">As the rule's label <c>severity</c> says, or of the incident.</param>
/// <param name="Entity">What it is about.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Value">Of the rule's expression, newest; null where there is none.</param>
/// <param name="ActiveSince">Since when it holds.</param>
/// <param name="ResolvedAt">When it was over.</param>
/// <param name="Source">The rule's file and group; <c>vireo</c> for what is built in.</param>
/// <param name="Labels">All labels.</param>
/// <param name="Annotations">For people, by name.</param>
public sealed record AlertRow(
    ClusterId Cluster,
    string Name,
    AlertState State,
    string Severity,
    EntityId Entity,
    string Summary,
    double? Value,
    DateTimeOffset ActiveSince,
    DateTimeOffset? ResolvedAt,
    string Source,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableSortedDictionary<string, string> Annotations)
{
    /// <summary>Everything that a cluster's rules and watches say: firing first, then pending, then what is
    /// over.</summary>
    public static ImmutableArray<AlertRow> All(ClusterId cluster, LoopState state)
    {
        var rules = state.Alerts.Alerts.Select(alert => Of(cluster, alert));
        var native = state.Incidents
            .Where(incident => incident.ResolvedAt is null && !state.Alerts.Rules.Contains(incident.Rule))
            .Select(incident => Of(cluster, incident));

        return [.. native.Concat(rules).OrderByDescending(row => row.State).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Entity)];
    }

    private static AlertRow Of(ClusterId cluster, RuleAlert alert) => new(
        cluster,
        alert.Alert.Rule,
        alert.Alert.State,
        alert.Alert.Labels["severity"] is { Length: > 0 } severity ? severity : "warning",
        alert.Entity,
        alert.Alert.Annotations.GetValueOrDefault("summary") ?? alert.Alert.Rule,
        double.IsFinite(alert.Alert.Value) ? alert.Alert.Value : null,
        DateTimeOffset.FromUnixTimeMilliseconds(alert.Alert.ActiveAt),
        alert.Alert.ResolvedAt is { } resolved ? DateTimeOffset.FromUnixTimeMilliseconds(resolved) : null,
        alert.Source,
        alert.Alert.Labels.ToDictionary().ToImmutableSortedDictionary(StringComparer.Ordinal),
        alert.Alert.Annotations);

    private static AlertRow Of(ClusterId cluster, Incident incident) => new(
        cluster,
        incident.Rule,
        AlertState.Firing,
        incident.Severity.ToString().ToLowerInvariant(),
        incident.Entity,
        incident.Title,
        null,
        incident.OpenedAt,
        null,
        "vireo",
        incident.Labels,
        ImmutableSortedDictionary<string, string>.Empty.Add("evidence", incident.Evidence));
}
