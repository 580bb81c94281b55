namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>A migration that a consolidation wants.</summary>
/// <param name="Machine">Index of the machine.</param>
/// <param name="Target">Index of the host it goes to.</param>
public readonly record struct ConsolidationMove(int Machine, int Target);
