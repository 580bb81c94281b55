namespace Vireo.Simulation;

/// <summary>What was measured at one instant: a value for each slot of the sampler's layout, NaN for none.</summary>
internal sealed record SampleRound(DateTimeOffset At, double[] Values)
{
    /// <summary>How far ahead the time stamp of each slot is, in seconds; null when all are right.</summary>
    public double[]? Ahead { get; init; }

    public TimeSpan AheadOf(int slot) => Ahead is null ? TimeSpan.Zero : TimeSpan.FromSeconds(Ahead[slot]);
}
