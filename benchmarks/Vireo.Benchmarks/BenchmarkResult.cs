namespace Vireo.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median of the repetitions.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What is promised; null when nothing is.</param>
/// <param name="HigherIsBetter">Whether more is better.</param>
public sealed record BenchmarkResult(string Name, double Value, string Unit, double? Target, bool HigherIsBetter)
{
    /// <summary>Whether the promise is kept; true where there is none.</summary>
    public bool ReachesTarget =>
        Target is not { } target || (HigherIsBetter ? Value >= target : Value <= target);
}
