namespace Vireo.Adapters.Ovn;

/// <summary>What became of a plan.</summary>
/// <param name="StagesWritten">Stages that stand in the database.</param>
/// <param name="IsConfirmed">Whether all hosts have carried out what was written.</param>
/// <param name="Reason">Why it ended before the last stage; empty when it did not.</param>
public sealed record OvnOutcome(int StagesWritten, bool IsConfirmed, string Reason);
