using System.Diagnostics.Metrics;
using Vireo.Control;

namespace Vireo.Server.Notifying;

/// <summary>Counts messages, on the meter <c>Vireo</c>.</summary>
internal static class NotificationMetrics
{
    private static readonly Meter Meter = new(LoopMetrics.SourceName);

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "vireo.notifications", "{message}", "Messages that were sent, by receiver and outcome.");

    public static void Sent(string receiver, bool succeeded) => Messages.Add(
        1, new("receiver", receiver), new KeyValuePair<string, object?>("outcome", succeeded ? "ok" : "failed"));
}
