using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;
using Vireo.Fleet;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Posts to an incoming webhook of Slack; Mattermost, Rocket.Chat and others take the same.</summary>
internal sealed class SlackReceiver(JsonPost post) : IReceiver
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken) =>
        post.SendAsync("", null, new JsonObject
        {
            ["text"] = Escape(MessageText.Subject(notification)),
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["color"] = notification.IsOver ? "good" : notification.Severity == Severity.Critical ? "danger"
                    : "warning",
                ["text"] = Escape(MessageText.Body(notification)),
                ["fallback"] = Escape(MessageText.Subject(notification)),
            }),
        }, notification.Key, cancellationToken);

    // The three characters that Slack gives a meaning: nobody mentions everyone through the name of a machine.
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
