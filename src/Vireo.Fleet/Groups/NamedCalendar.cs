using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Days with a name, such as the holidays of a country, that schedules refer to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Days">What belongs to it, in the order in which it was written.</param>
public sealed record NamedCalendar(string Name, ImmutableArray<CalendarSpan> Days)
{
    /// <summary>Whether a day belongs to it.</summary>
    public bool Has(DateOnly day) => Days.Any(span => span.Has(day));
}
