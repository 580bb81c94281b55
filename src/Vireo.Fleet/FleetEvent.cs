namespace Vireo.Fleet;

/// <summary>Something that happened to one entity, for the time line.</summary>
/// <param name="At">When, by the clock of whoever saw it.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Entity">To what.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Source">Who says so: a provider's identifier, <c>vireo</c>, or an operator.</param>
public sealed record FleetEvent(
    DateTimeOffset At, FleetEventKind Kind, EntityId Entity, string Message, string Source);
