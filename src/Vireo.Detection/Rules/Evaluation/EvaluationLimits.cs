namespace Vireo.Detection.Rules.Evaluation;

/// <summary>What one evaluation may use.</summary>
/// <param name="MostSamples">Values read and series made, over all steps of the expression.</param>
/// <param name="LookbackMilliseconds">How old a value may be and still be the present one.</param>
public sealed record EvaluationLimits(long MostSamples, long LookbackMilliseconds)
{
    /// <summary>Twenty million values; five minutes back, as Prometheus has it.</summary>
    public static readonly EvaluationLimits Default = new(20_000_000, 300_000);
}
