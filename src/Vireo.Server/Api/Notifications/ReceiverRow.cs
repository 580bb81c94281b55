using Vireo.Detection.Notifying;
using Vireo.Server.Notifying;

namespace Vireo.Server.Api.Notifications;

/// <summary>A receiver and how it goes with it; never its secrets.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Type">How it is told.</param>
/// <param name="Failures">Failures since a message arrived.</param>
/// <param name="LastError">Why the last message did not arrive; empty when it did.</param>
/// <param name="DeliveredAt">When a message arrived last.</param>
/// <param name="RetryAt">Not before that it is tried again, while it fails.</param>
/// <param name="Waiting">Incidents that it is still to be told of, or of whose end.</param>
/// <param name="Forgotten">Incidents over and forgotten untold, because too many waited.</param>
public sealed record ReceiverRow(
    string Name, ReceiverType Type, int Failures, string LastError, DateTimeOffset? DeliveredAt,
    DateTimeOffset? RetryAt,
    int Waiting, int Forgotten)
{
    internal static ReceiverRow Of(ReceiverSettings settings, NotificationState told)
    {
        var state = told.ReceiverOf(settings.Name);
        int waiting = told.Groups.Values
            .Where(group => group.Receiver == settings.Name)
            .SelectMany(group => group.Members)
            .Count(member => member.IsNews || member.ResolvedAt is not null);

        return new(
            settings.Name, settings.Type, state.Failures, state.LastError, state.DeliveredAt,
            state.Failures > 0 ? state.RetryAt : null, waiting, state.Forgotten);
    }
}
