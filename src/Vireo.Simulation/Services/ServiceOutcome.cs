namespace Vireo.Simulation;

/// <summary>What became of a service, over the judged minutes.</summary>
/// <param name="SecondsOver">Seconds in which the response time exceeded the objective.</param>
/// <param name="VmHours">Hours of all replicas in any state.</param>
/// <param name="Largest">Most replicas in any state at once.</param>
/// <param name="Orders">Replicas ordered.</param>
/// <param name="Reversals">Times that growth followed shrinking, or shrinking growth, within a quarter of an
/// hour.</param>
public sealed record ServiceOutcome(double SecondsOver, double VmHours, int Largest, int Orders, int Reversals);
