using System.Text.Json.Nodes;
using Vireo.Detection.Notifying;
using Vireo.Fleet;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Posts an adaptive card to a workflow of Teams ("when a webhook request is received").</summary>
internal sealed class TeamsReceiver(JsonPost post) : IReceiver
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken) =>
        post.SendAsync("", null, new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["content"] = Card(notification),
            }),
        }, notification.Key, cancellationToken);

    private static JsonObject Card(Notification notification) => new()
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.4",
        ["body"] = new JsonArray(
            Text(MessageText.Subject(notification), isTitle: true, Color(notification)),
            Text(MessageText.Body(notification).ReplaceLineEndings("\n\n"), isTitle: false, "default")),
    };

    private static JsonObject Text(string text, bool isTitle, string color) => new()
    {
        ["type"] = "TextBlock",
        ["text"] = text,
        ["wrap"] = true,
        ["weight"] = isTitle ? "bolder" : "default",
        ["color"] = color,
    };

    private static string Color(Notification notification) =>
        notification.IsOver ? "good" : notification.Severity == Severity.Critical ? "attention" : "warning";
}
