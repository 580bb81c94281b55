using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>At least so many replicas at certain times.</summary>
/// <param name="Cron">When a window begins: minute, hour, day of month, month, day of week.</param>
/// <param name="Lasts">How long it is open, at most seven days.</param>
/// <param name="Replicas">Wanted while it is open.</param>
/// <param name="TimeZone">In which the times are meant, such as <c>Europe/Berlin</c>.</param>
/// <param name="Except">Days, in that zone, on which no window begins.</param>
public sealed record ScheduledCount(
    string Cron, TimeSpan Lasts, int Replicas, string TimeZone, ImmutableArray<DateOnly> Except) : ScalingRule
{
    /// <summary>Calendars on whose days alone windows begin; every day is right when there are none.</summary>
    /// <remarks>None in a rule that was stored before there were calendars.</remarks>
    public ImmutableArray<NamedCalendar> OnlyOn
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Calendars on whose days no window begins; they go before <see cref="OnlyOn"/>.</summary>
    /// <remarks>None in a rule that was stored before there were calendars.</remarks>
    public ImmutableArray<NamedCalendar> NotOn
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Whether a window may begin on a day, whatever the time.</summary>
    /// <param name="day">In <see cref="TimeZone"/>.</param>
    public bool BeginsOn(DateOnly day) =>
        !Except.Contains(day) && !NotOn.Any(calendar => calendar.Has(day)) &&
        (OnlyOn.IsEmpty || OnlyOn.Any(calendar => calendar.Has(day)));
}
