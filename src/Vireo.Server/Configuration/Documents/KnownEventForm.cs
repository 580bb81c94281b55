using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One known event of a policy.</summary>
internal static class KnownEventForm
{
    private static readonly ChoiceForm<EventRepeat> Repeat = new(
    [
        ("once", EventRepeat.Once),
        ("daily", EventRepeat.Daily),
        ("weekly", EventRepeat.Weekly),
        ("monthly", EventRepeat.Monthly),
        ("yearly", EventRepeat.Yearly),
    ]);

    private static readonly IdentifierForm<VmGroupId> Group = new("a group");

    public static MappingForm<KnownEvent> Form { get; } =
        new MappingForm<KnownEvent>("a known event", new KnownEvent("", default, default))
            .Required("name", "What people call it; all its occurrences are expected to act alike.", Values.Name,
                known => known.Name, (known, name) => known with { Name = name })
            .Required("start", "When it begins first.", new InstantForm(),
                known => known.Start, (known, start) => known with { Start = start })
            .Required("duration", "How long each occurrence lasts.",
                Values.Duration(TimeSpan.FromMinutes(5), TimeSpan.FromDays(14)),
                known => known.Duration, (known, duration) => known with { Duration = duration })
            .Key("repeat", "When it comes again.", Repeat, known => known.Repeat, (known, value) => known with { Repeat = value })
            .Optional<DateTimeOffset>("until", "No occurrence begins at or after this instant.", new InstantForm(),
                known => known.Until, (known, until) => known with { Until = until })
            .Key("tags", "Machines with one of these tags are concerned; where nothing is named, all are.",
                new ListForm<string>(new TextForm("a tag"), tag => tag),
                known => known.Tags, (known, tags) => known with { Tags = tags })
            .Key("groups", "Machines of these groups are concerned.", new ListForm<VmGroupId>(Group, group => group.Value),
                known => known.Groups, (known, groups) => known with { Groups = groups })
            .Key("virtualMachines", "These machines are concerned.", Values.Machines,
                known => known.VirtualMachines, (known, machines) => known with { VirtualMachines = machines })
            .Check("duration", known => known.Duration > PeriodOf(known.Repeat)
                ? $"The event '{known.Name}' lasts longer than the time to its next occurrence."
                : null)
            .Check("until", known => known.Until <= known.Start
                ? $"The event '{known.Name}' would end before its first occurrence; 'until' must lie after 'start'."
                : null);

    private static TimeSpan PeriodOf(EventRepeat repeat) => repeat switch
    {
        EventRepeat.Daily => TimeSpan.FromDays(1),
        EventRepeat.Weekly => TimeSpan.FromDays(7),
        _ => TimeSpan.MaxValue,
    };
}
