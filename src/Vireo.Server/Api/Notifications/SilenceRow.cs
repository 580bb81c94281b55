using Vireo.Detection.Notifying;

namespace Vireo.Server.Api.Notifications;

/// <summary>A silence and how it stands.</summary>
/// <param name="Id">Unique.</param>
/// <param name="State">Pending, active or expired.</param>
/// <param name="Matchers">What it is about.</param>
/// <param name="StartsAt">From when, by the server's clock.</param>
/// <param name="EndsAt">Until when.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Comment">Why.</param>
/// <param name="IsConfigured">Whether it stands in a file and ends only there.</param>
/// <param name="Silenced">Open incidents that nobody is told of because of it.</param>
public sealed record SilenceRow(
    string Id, SilenceState State, LabelMatchers Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    string Author,
    string Comment, bool IsConfigured, int Silenced)
{
    internal static SilenceRow Of(Silence silence, DateTimeOffset now, NotificationState told)
    {
        var state = silence.StateAt(now);
        int silenced = state != SilenceState.Active ? 0 : told.Groups.Values
            .SelectMany(group => group.Members)
            .Where(member => member.ResolvedAt is null && silence.Matchers.Matches(member.Labels))
            .DistinctBy(member => member.Id)
            .Count();

        return new(
            silence.Id, state, silence.Matchers, silence.StartsAt, silence.EndsAt, silence.Author, silence.Comment,
            silence.IsConfigured, silenced);
    }
}
