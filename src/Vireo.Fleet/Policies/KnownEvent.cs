using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Something that changes the demand of some machines at a known time: a sale, a nightly batch, a
/// release.</summary>
/// <param name="Name">What people call it. All its occurrences are expected to act alike.</param>
/// <param name="Start">When it begins first; repetitions keep the time of day of this offset from UTC.</param>
/// <param name="Duration">How long each occurrence lasts.</param>
public sealed record KnownEvent(string Name, DateTimeOffset Start, TimeSpan Duration)
{
    /// <summary>When it comes again.</summary>
    public EventRepeat Repeat { get; init; }

    /// <summary>No occurrence begins at or after this instant; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Machines with one of these labels are concerned.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Machines of these groups are concerned.</summary>
    public ImmutableArray<VmGroupId> Groups { get; init; } = [];

    /// <summary>These machines are concerned.</summary>
    public ImmutableArray<VirtualMachineId> VirtualMachines { get; init; } = [];

    /// <summary>Whether a machine is concerned; where nothing is named, all are.</summary>
    public bool Concerns(VirtualMachine machine) =>
        (Tags.IsEmpty && Groups.IsEmpty && VirtualMachines.IsEmpty)
        || Tags.Any(machine.Tags.Contains)
        || (machine.Group is { } group && Groups.Contains(group))
        || VirtualMachines.Contains(machine.Id);

    /// <summary>Beginnings of the occurrences that are under way at some time of a period, ascending.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset from, DateTimeOffset to)
    {
        for (int number = FirstAfter(from - Duration); ; number++)
        {
            var start = Occurrence(number);
            if (start >= to || start >= Until || (number > 0 && Repeat == EventRepeat.Once))
            {
                yield break;
            }

            if (start + Duration > from)
            {
                yield return start;
            }
        }
    }

    // Never after the first that matters, and at most a few before it.
    private int FirstAfter(DateTimeOffset instant)
    {
        double days = Math.Max(0, (instant - Start).TotalDays);

        return Repeat switch
        {
            EventRepeat.Daily => (int)days,
            EventRepeat.Weekly => (int)(days / 7),
            EventRepeat.Monthly => (int)(days / 31),
            EventRepeat.Yearly => (int)(days / 366),
            _ => 0,
        };
    }

    private DateTimeOffset Occurrence(int number) => Repeat switch
    {
        EventRepeat.Daily => Start.AddDays(number),
        EventRepeat.Weekly => Start.AddDays(7.0 * number),
        EventRepeat.Monthly => Start.AddMonths(number),
        EventRepeat.Yearly => Start.AddYears(number),
        _ => Start,
    };
}
