using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Configuration.Documents;

/// <summary>What schedules say of calendars: they refer to them by name, and carry them once they are known.</summary>
internal static class CalendarReferences
{
    /// <summary>The groups that were read, with their calendars, and those in force whose calendars were read
    /// anew.</summary>
    /// <param name="groups">As they were read; a calendar that is not known becomes a problem.</param>
    /// <param name="calendars">As they were read.</param>
    /// <param name="inForce">Groups that stay unless one of the same name was read; they know calendars too.</param>
    /// <param name="unread">Documents that may hold what is missing.</param>
    public static ImmutableArray<VmGroup> Resolve(
        List<Located<VmGroup>> groups, List<Located<NamedCalendar>> calendars, ImmutableArray<VmGroup> inForce,
        UnreadDocuments unread)
    {
        var known = new Dictionary<string, NamedCalendar>(StringComparer.Ordinal);
        foreach (var calendar in inForce.SelectMany(Used).Concat(calendars.Select(calendar => calendar.Value)))
        {
            known[calendar.Name] = calendar;
        }

        foreach (var group in groups)
        {
            if (Used(group.Value).FirstOrDefault(calendar => !known.ContainsKey(calendar.Name)) is { } missing &&
                !unread.MayHold("Calendar", missing.Name))
            {
                string nearest = NearestWord.Of(missing.Name, known.Keys.Order()) is { } near
                    ? $" The nearest is '{near}'." : " There is no document of kind Calendar.";
                group.Report("schedules", $"There is no calendar named '{missing.Name}'.{nearest}");
            }
        }

        var read = groups.Select(group => group.Value.Id).ToHashSet();
        var anew = calendars.Select(calendar => calendar.Value.Name).ToHashSet(StringComparer.Ordinal);

        return
        [
            .. groups.Select(group => With(group.Value, known)),
            .. inForce.Where(group => !read.Contains(group.Id) && Used(group).Any(calendar => anew.Contains(calendar.Name)))
                .Select(group => With(group, known)),
        ];
    }

    /// <summary>Those that a group's schedules name.</summary>
    public static IEnumerable<NamedCalendar> Used(VmGroup group) =>
        group.Rules.OfType<ScheduledCount>().SelectMany(rule => rule.OnlyOn.Concat(rule.NotOn));

    private static VmGroup With(VmGroup group, Dictionary<string, NamedCalendar> known) => Used(group).Any()
        ? group with { Rules = [.. group.Rules.Select(rule => rule is ScheduledCount schedule ? With(schedule, known) : rule)] }
        : group;

    private static ScheduledCount With(ScheduledCount rule, Dictionary<string, NamedCalendar> known) => rule with
    {
        OnlyOn = [.. rule.OnlyOn.Select(calendar => known.GetValueOrDefault(calendar.Name, calendar))],
        NotOn = [.. rule.NotOn.Select(calendar => known.GetValueOrDefault(calendar.Name, calendar))],
    };
}
