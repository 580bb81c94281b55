using Vireo.Detection.Rules.Series;
using Vireo.Fleet;

namespace Vireo.Detection.Notifying;

/// <summary>An incident's labels, for routing, silences and inhibition.</summary>
public static class IncidentLabels
{
    /// <summary>The rule's own labels, and <c>alertname</c>, <c>cluster</c>, <c>severity</c> and what it is about: one
    /// of <c>vm</c>, <c>host</c>, <c>pool</c>, <c>group</c>, <c>provider</c>, <c>rack</c>.</summary>
    public static LabelSet Of(ClusterId cluster, Incident incident)
    {
        IEnumerable<KeyValuePair<string, string>> labels = incident.Labels
            .Append(new("alertname", incident.Rule))
            .Append(new("cluster", cluster.Value))
            .Append(new("severity", incident.Severity.ToString().ToLowerInvariant()));

        return LabelSet.Of(NameOf(incident.Entity.Kind) is { } name
            ? labels.Append(new(name, incident.Entity.Value))
            : labels);
    }

    private static string? NameOf(EntityKind kind) => kind switch
    {
        EntityKind.VirtualMachine => "vm",
        EntityKind.Host => "host",
        EntityKind.Pool => "pool",
        EntityKind.Group => "group",
        EntityKind.Provider => "provider",
        EntityKind.Rack => "rack",
        EntityKind.Datastore => "datastore",
        EntityKind.Backend => "backend",
        _ => null,
    };
}
