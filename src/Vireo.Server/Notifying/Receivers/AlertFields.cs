using System.Globalization;
using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;
using Vireo.Detection.Rules.Series;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>The parts of an alert as Prometheus and Alertmanager write them.</summary>
internal static class AlertFields
{
    public static JsonObject Labels(LabelSet labels) =>
        new(labels.ToDictionary().Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));

    public static JsonObject Annotations(NotifiedIncident incident)
    {
        var annotations = new JsonObject { ["summary"] = incident.Title, ["description"] = incident.Evidence };
        if (incident.Cause.Length > 0)
        {
            annotations["cause"] = incident.Cause;
        }

        if (incident.Consequences > 0)
        {
            annotations["consequences"] = incident.Consequences.ToString(CultureInfo.InvariantCulture);
        }

        annotations["incident"] = incident.Id;

        return annotations;
    }

    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
