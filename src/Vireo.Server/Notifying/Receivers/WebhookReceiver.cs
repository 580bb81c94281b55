using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;
using Vireo.Detection.Rules.Series;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Posts what Alertmanager's webhooks post (version 4), so that what takes those takes these.</summary>
internal sealed class WebhookReceiver(JsonPost post) : IReceiver
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken) =>
        post.SendAsync("", null, BodyOf(notification), notification.Key, cancellationToken);

    private static JsonObject BodyOf(Notification notification)
    {
        NotifiedIncident[] incidents = [.. notification.Firing.Concat(notification.Resolved)];

        return new JsonObject
        {
            ["version"] = "4",
            ["groupKey"] = notification.Groups is [var group] ? group.Key : notification.Key,
            ["truncatedAlerts"] = 0,
            ["status"] = notification.IsOver ? "resolved" : "firing",
            ["receiver"] = notification.Receiver,
            ["groupLabels"] = Labels(Common(notification.Groups.Select(one => one.Labels))),
            ["commonLabels"] = Labels(Common(incidents.Select(incident => incident.Labels))),
            ["commonAnnotations"] = new JsonObject(),
            ["externalURL"] = "",
            ["alerts"] = new JsonArray([.. incidents.Select(Alert)]),
        };
    }

    private static JsonObject Alert(NotifiedIncident incident) => new()
    {
        ["status"] = incident.ResolvedAt is null ? "firing" : "resolved",
        ["labels"] = Labels(incident.Labels),
        ["annotations"] = AlertFields.Annotations(incident),
        ["startsAt"] = AlertFields.Instant(incident.OpenedAt),
        ["endsAt"] = incident.ResolvedAt is { } end ? AlertFields.Instant(end) : "0001-01-01T00:00:00Z",
        ["generatorURL"] = "",
        ["fingerprint"] = incident.Id,
    };

    private static JsonObject Labels(LabelSet labels) => AlertFields.Labels(labels);

    private static LabelSet Common(IEnumerable<LabelSet> all)
    {
        LabelSet[] sets = [.. all];

        return LabelSet.Of(sets[0].ToDictionary().Where(label => sets.All(set => set[label.Key] == label.Value)));
    }
}
