using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Pages through PagerDuty's events API v2: a group is one alert there, told apart by its key.</summary>
internal sealed class PagerDutyReceiver(JsonPost post, ReceiverSettings settings) : IReceiver
{
    private const string Usual = "https://events.pagerduty.com";
    private const int LongestSummary = 1_024;
    private const int LongestKey = 255;

    public async Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        // What was over before anyone could be paged is shown there and pages nobody.
        if (!notification.IsOver || notification.Resolved.Any(incident => incident.Told is null))
        {
            await SendAsync(notification, "trigger", cancellationToken);
        }

        if (notification.IsOver)
        {
            await SendAsync(notification, "resolve", cancellationToken);
        }
    }

    private async Task SendAsync(Notification notification, string action, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["routing_key"] = Secret.Read(settings.RoutingKeyFile ?? ""),
            ["event_action"] = action,
            ["dedup_key"] = KeyOf(notification.Groups[0].Key),
        };
        if (action == "trigger")
        {
            body["payload"] = Payload(notification);
        }

        string answer = await post.SendAsync(
            "/v2/enqueue", Usual, body, $"{notification.Key}-{action}", cancellationToken);
        if (!answer.Contains("success", StringComparison.Ordinal))
        {
            throw new ReceiverException($"It did not confirm the event but said: {answer}");
        }
    }

    private static string KeyOf(string group) => group.Length <= LongestKey
        ? group
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)));

    private static JsonObject Payload(Notification notification)
    {
        var first = notification.Firing.Concat(notification.Resolved).First();
        string summary = MessageText.Subject(notification);

        return new JsonObject
        {
            ["summary"] = summary.Length <= LongestSummary ? summary : summary[..LongestSummary],
            ["source"] = first.Cluster.Value,
            ["severity"] = notification.IsOver ? "info" : MessageText.Word(notification.Severity),
            ["timestamp"] = AlertFields.Instant(first.OpenedAt),
            ["class"] = first.Labels["alertname"],
            ["custom_details"] = new JsonObject { ["incidents"] = MessageText.Body(notification) },
        };
    }
}
