using System.Collections.Immutable;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>Times that return.</summary>
/// <param name="Days">On these days, in UTC.</param>
/// <param name="Begins">The earliest time of the day at which it was seen.</param>
/// <param name="Ends">The end of the hour in which it was looked for, from the same midnight.</param>
/// <param name="Seen">Days on which it was seen.</param>
/// <param name="Of">Days on which it could have been.</param>
/// <param name="Chance">That times without any pattern show one as regular somewhere.</param>
/// <param name="Hits">The instants that it explains.</param>
public sealed record RecurringTime(
    ImmutableArray<DayOfWeek> Days, TimeSpan Begins, TimeSpan Ends, int Seen, int Of, double Chance,
    ImmutableArray<DateTimeOffset> Hits);
