namespace Vireo.Simulation;

/// <summary>A migration that a policy wants.</summary>
/// <param name="Machine">Which; by its row in the trace.</param>
/// <param name="Target">Number of the host that it goes to.</param>
internal readonly record struct CloudSimMove(int Machine, int Target);
