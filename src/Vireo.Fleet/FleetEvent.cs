using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Something that happened to one entity, for the time line.</summary>
/// <param name="At">When, by the clock of whoever saw it.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Entity">To what.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Source">Who says so: a provider's identifier, <c>vireo</c>, or an operator.</param>
/// <remarks>Equal when all of it is, links included.</remarks>
public sealed record FleetEvent(
    DateTimeOffset At, FleetEventKind Kind, EntityId Entity, string Message, string Source)
{
    /// <summary>What others name that follow from it, e.g. <c>action/3f2a-0</c>; empty until it is told.</summary>
    public string Key { get => field ?? ""; init; } = "";

    /// <summary>Keys of what it follows from; empty where nothing is known.</summary>
    public ImmutableArray<string> Follows { get => Whole(field); init; } = [];

    /// <summary>What else it concerns: the hosts that a machine moves between, for one.</summary>
    public ImmutableArray<EntityId> Also { get => Whole(field); init; } = [];

    /// <summary>The decision it belongs to, by the number of its receipt; null where it belongs to none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Receipt { get; init; }

    /// <summary>The trace of that cycle, 32 hexadecimal digits; null outside one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    /// <summary>Whether it is shown with the objects it concerns only, and not on the time line of everything: it says
    /// why something else happened.</summary>
    [JsonIgnore]
    public bool IsDetail => Kind is FleetEventKind.Decision or FleetEventKind.Started or FleetEventKind.Log;

    /// <inheritdoc/>
    public bool Equals(FleetEvent? other) =>
        other is not null && At == other.At && Kind == other.Kind && Entity == other.Entity && Message == other.Message
        && Source == other.Source && Key == other.Key && Receipt == other.Receipt && Trace == other.Trace
        && Follows.SequenceEqual(other.Follows) && Also.SequenceEqual(other.Also);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(At, Kind, Entity, Message, Key);

    // Events that were stored before there were links have none.
    private static ImmutableArray<T> Whole<T>(ImmutableArray<T> links) => links.IsDefault ? [] : links;
}
