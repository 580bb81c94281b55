namespace Vireo.Simulation;

/// <summary>Something that goes wrong at a set virtual time.</summary>
/// <param name="At">After the start of the scenario.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">The identifier of the host or virtual machine, or the fault domain whose hosts it strikes.
/// Empty for the host that carries most machines then; once one was chosen so, for the same one.</param>
/// <param name="Duration">For how long, where that means something.</param>
public sealed record ScheduledFault(TimeSpan At, FaultKind Kind, string Target, TimeSpan Duration);
