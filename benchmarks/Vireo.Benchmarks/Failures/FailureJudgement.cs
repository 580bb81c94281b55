namespace Vireo.Benchmarks.Failures;

/// <summary>What was said at one look, and whether it came true.</summary>
/// <param name="Row">When.</param>
/// <param name="Probability">What was said.</param>
/// <param name="Fails">Whether it failed within the horizon.</param>
internal sealed record FailureJudgement(int Row, double Probability, bool Fails);
