namespace Vireo.Scheduling.Placement.Evacuating;

/// <summary>A machine that has to leave its host.</summary>
/// <param name="Machine">Its position.</param>
/// <param name="Host">Position of the host.</param>
/// <param name="Why">Why it has to, in one sentence.</param>
internal readonly record struct LeavingMachine(int Machine, int Host, string Why);
