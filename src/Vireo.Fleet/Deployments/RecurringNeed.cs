using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A need that history shows to return, with its evidence.</summary>
public sealed record RecurringNeed
{
    /// <summary>The same for the same need at any time; deployments that serve it begin with it.</summary>
    public required string Id { get; init; }

    /// <summary>What returns.</summary>
    public required NeedKind Kind { get; init; }

    /// <summary>The group that grows or fails over; null for requests.</summary>
    public VmGroupId? Group { get; init; }

    /// <summary>What is made, as it was chosen last and as the template stands now; null for groups.</summary>
    public DeployedMachine? Machine { get; init; }

    /// <summary>Machines that are asked for, replicas that are needed, or replicas that stand by.</summary>
    public required int Count { get; init; }

    /// <summary>Days, in UTC, on which it returns; empty for a need that has no times.</summary>
    public ImmutableArray<DayOfWeek> Days
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>From this time of the day, in UTC, it was needed.</summary>
    public TimeSpan Begins { get; init; }

    /// <summary>How long after that it may begin.</summary>
    public TimeSpan Within { get; init; }

    /// <summary>How often it was seen.</summary>
    public required int Seen { get; init; }

    /// <summary>In so many of its days; 0 for a need that has no times.</summary>
    public int Of { get; init; }

    /// <summary>The chance, 0 to 1, that times without any pattern would show one like it somewhere.</summary>
    public required double Chance { get; init; }

    /// <summary>The evidence, in one sentence with figures.</summary>
    public required string Reason { get; init; }

    /// <summary>Why nothing can be made ready for it; empty when it can.</summary>
    public string Obstacle { get; init; } = "";

    /// <summary>When it returns next, at or after an instant; null for a need that has no times.</summary>
    public DateTimeOffset? Next(DateTimeOffset from)
    {
        for (int ahead = 0; ahead <= 7 && !Days.IsEmpty; ahead++)
        {
            var day = new DateTimeOffset(from.UtcDateTime.Date.AddDays(ahead), TimeSpan.Zero);
            if (Days.Contains(day.DayOfWeek) && day + Begins >= from)
            {
                return day + Begins;
            }
        }

        return null;
    }
}
