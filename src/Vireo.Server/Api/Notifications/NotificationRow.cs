using Vireo.Detection.Notifying;
using Vireo.Detection.Rules.Series;
using Vireo.Fleet;

namespace Vireo.Server.Api.Notifications;

/// <summary>What one receiver knows of one incident, and why.</summary>
/// <param name="Receiver">Who.</param>
/// <param name="Incident">Of what.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Severity">How urgent.</param>
/// <param name="Title">One line.</param>
/// <param name="Status">Told, waiting, muted or over.</param>
/// <param name="Why">Why it is not told; empty when it is.</param>
/// <param name="Labels">What routes, silences and inhibitions see.</param>
/// <param name="ToldAt">When its group was told last.</param>
/// <param name="Messages">Messages about its group that arrived.</param>
public sealed record NotificationRow(
    string Receiver, string Incident, ClusterId Cluster, Severity Severity, string Title, string Status, string Why,
    LabelSet Labels, DateTimeOffset? ToldAt, int Messages)
{
    internal static IEnumerable<NotificationRow> All(NotificationState told) =>
        told.Groups.Values.SelectMany(
            group => group.Members.Select(member => Of(group, member, told.ReceiverOf(group.Receiver))));

    private static NotificationRow Of(NotificationGroup group, NotifiedIncident member, ReceiverState receiver)
    {
        string status = member.ResolvedAt is not null ? "over"
            : member.Muted is not null ? "muted"
            : member.IsNews ? "waiting"
            : "told";
        string why = member.Muted
            ?? (status is "told" ? ""
                : receiver.Failures > 0 ? $"The receiver fails: {receiver.LastError}"
                : group.ToldAt is { } told
                    ? $"The next message about its group comes from {told + group.Interval:HH:mm:ss} on."
                : $"Its group waits until {group.Since + group.Wait:HH:mm:ss} for others of its kind.");

        return new(
            group.Receiver, member.Id, member.Cluster, member.Severity, member.Title, status, why, member.Labels,
            group.ToldAt,
            group.Messages);
    }
}
