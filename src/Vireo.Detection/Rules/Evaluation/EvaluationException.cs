namespace Vireo.Detection.Rules.Evaluation;

/// <summary>An expression that is well formed and has no result on these series: several series match one, or too
/// many take part.</summary>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class EvaluationException(string message) : Exception(message);
