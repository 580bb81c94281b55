namespace Vireo.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median of the repetitions.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What is promised; null when nothing is.</param>
/// <param name="HigherIsBetter">Whether more is better.</param>
public sealed record BenchmarkResult(string Name, double Value, string Unit, double? Target, bool HigherIsBetter)
{
    /// <summary>What is striven for beyond the promise; null when nothing is.</summary>
    public double? Ambition { get; init; }

    /// <summary>What others do, in the same run unless it says otherwise; null where nobody was asked.</summary>
    public string? Peer { get; init; }

    /// <summary>Whether the promise is kept; true where there is none.</summary>
    public bool ReachesTarget => Reaches(Target);

    /// <summary>Whether the ambition is reached; true where there is none.</summary>
    public bool ReachesAmbition => Reaches(Ambition);

    private bool Reaches(double? bound) => bound is not { } limit || (HigherIsBetter ? Value >= limit : Value <= limit);
}
