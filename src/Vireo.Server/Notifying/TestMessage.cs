using Vireo.Detection.Notifying;
using Vireo.Detection.Rules.Series;
using Vireo.Fleet;

namespace Vireo.Server.Notifying;

/// <summary>A message that shows whether a receiver can be reached.</summary>
internal static class TestMessage
{
    public static Notification To(ReceiverSettings receiver, string user, DateTimeOffset now)
    {
        var labels = LabelSet.Of(
        [
            new("alertname", "test"), new("cluster", "vireo"), new("severity", "info"), new("receiver", receiver.Name),
        ]);
        string key = $"test/{receiver.Name}/{now.UtcTicks}";
        var incident = new NotifiedIncident(
            key, new ClusterId("vireo"), labels, Severity.Info, $"This is a test that {user} asked for.",
            "Nothing is wrong.", "", 0, now, now)
        {
            // Over at once, so that nobody has to close it.
            ResolvedAt = now,
        };

        return new(receiver.Name, key, [new NotifiedGroup(key, labels, [], [incident])]);
    }
}
