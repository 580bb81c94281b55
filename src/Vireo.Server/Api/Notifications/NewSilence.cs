using System.Collections.Immutable;

namespace Vireo.Server.Api.Notifications;

/// <summary>A silence to be made.</summary>
/// <param name="Matchers">Conditions on labels such as <c>host="host-07"</c>; all have to hold.</param>
/// <param name="Comment">Why.</param>
/// <param name="StartsAt">From when; now when left out.</param>
/// <param name="EndsAt">Until when; this or the duration.</param>
/// <param name="Duration">How long, such as <c>2h</c>.</param>
public sealed record NewSilence(
    ImmutableArray<string> Matchers, string Comment, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null,
    TimeSpan? Duration = null);
