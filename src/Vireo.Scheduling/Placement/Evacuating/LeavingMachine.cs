using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Evacuating;

/// <summary>A machine that has to leave its host.</summary>
/// <param name="Machine">Its position.</param>
/// <param name="Host">Position of the host.</param>
/// <param name="Why">Why it has to, in one sentence.</param>
/// <param name="Answers">The incident because of which it leaves; null where that is not the reason.</param>
internal readonly record struct LeavingMachine(int Machine, int Host, string Why, IncidentAnswer? Answers);
