using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>One series of a result with its value.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
public readonly record struct Sample(LabelSet Labels, double Value);
