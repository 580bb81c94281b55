namespace Vireo.Simulation;

/// <summary>An entry of a fleet's agenda.</summary>
internal sealed record FleetOccurrence(OccurrenceKind Kind)
{
    public FleetOperation? Operation { get; init; }

    public ScheduledFault? Fault { get; init; }
}
