namespace Vireo.Detection.Rules.Evaluation;

/// <summary>A rule that had no result at an instant.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Rule">Its name.</param>
/// <param name="Message">Why.</param>
public sealed record RuleFailure(string Group, string Rule, string Message);
