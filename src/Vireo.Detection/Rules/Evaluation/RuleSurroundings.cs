using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>What rules know beside their series.</summary>
/// <param name="ExternalLabels">Of this installation, for templates.</param>
/// <param name="ExternalUrl">Where people find it, for templates.</param>
/// <param name="MostAlerts">Results of one rule at once; more are refused.</param>
/// <param name="Limits">What one evaluation may use.</param>
public sealed record RuleSurroundings(LabelSet ExternalLabels, string ExternalUrl, int MostAlerts,
    EvaluationLimits Limits)
{
    /// <summary>No labels, no address, a hundred thousand alerts a rule.</summary>
    public static readonly RuleSurroundings Default = new(LabelSet.Empty, "", 100_000, EvaluationLimits.Default);
}
