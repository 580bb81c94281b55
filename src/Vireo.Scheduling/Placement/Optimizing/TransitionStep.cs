namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>One move on the way to a placement.</summary>
/// <param name="Machine">Which machine.</param>
/// <param name="From">Where it is.</param>
/// <param name="To">Where it goes.</param>
/// <param name="After">Positions of the steps that must have succeeded before: they make the room, or bring the machine
/// here.</param>
public sealed record TransitionStep(int Machine, int From, int To, IReadOnlyList<int> After);
