namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>A machine that a search puts elsewhere.</summary>
/// <param name="Machine">Which machine.</param>
/// <param name="From">Where it was before; -1 for nowhere.</param>
/// <param name="To">Where it is put.</param>
public readonly record struct Reassignment(int Machine, int From, int To);
