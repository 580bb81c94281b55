namespace Vireo.Simulation;

/// <summary>THR: overloaded above a fixed load.</summary>
/// <param name="threshold">0 to 1.</param>
internal sealed class StaticThreshold(double threshold) : IOverloadTest
{
    /// <summary>What the other tests fall back on while they have too little past.</summary>
    public const double WithoutPast = 0.7;

    public double FallbackThreshold => threshold;

    public bool IsOverloaded(double utilisation, ReadOnlySpan<double> past) => utilisation > threshold;
}
