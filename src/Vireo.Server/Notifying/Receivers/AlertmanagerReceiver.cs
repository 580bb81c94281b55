using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Feeds a real Alertmanager through its API v2; it is told each minute, and lets go of what it is not
/// told.</summary>
internal sealed class AlertmanagerReceiver(JsonPost post, TimeProvider time) : IReceiver
{
    // As Prometheus has it: four times the time between two messages.
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(4);

    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var alerts = notification.Firing.Concat(notification.Resolved).Select(Alert);

        return post.SendAsync(
            "/api/v2/alerts", null, new JsonArray([.. alerts]), notification.Key, cancellationToken);
    }

    // Clusters may run in a time of their own; Alertmanager judges by real time.
    private JsonObject Alert(NotifiedIncident incident) => new()
    {
        ["labels"] = AlertFields.Labels(incident.Labels),
        ["annotations"] = AlertFields.Annotations(incident),
        ["startsAt"] = AlertFields.Instant(incident.SeenAt < incident.OpenedAt ? incident.SeenAt : incident.OpenedAt),
        ["endsAt"] = AlertFields.Instant(incident.ResolvedAt ?? (time.GetUtcNow() + ValidFor)),
    };
}
