namespace Vireo.Simulation;

/// <summary>What is due.</summary>
internal enum OccurrenceKind
{
    Sample,
    OperationEnds,
    Fault,
}
