namespace Vireo.Simulation;

/// <summary>What was measured at one instant: a value for each slot of the sampler's layout, NaN for none.</summary>
internal sealed record SampleRound(DateTimeOffset At, double[] Values);
