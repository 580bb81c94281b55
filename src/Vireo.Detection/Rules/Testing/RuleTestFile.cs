using System.Collections.Immutable;
using Vireo.Detection.Rules.Files;

namespace Vireo.Detection.Rules.Testing;

/// <summary>A file of tests for rules, in the form of promtool.</summary>
/// <param name="RuleFiles">Paths or patterns, from the file's folder.</param>
/// <param name="EvaluationInterval">Between evaluations of the rules.</param>
/// <param name="GroupOrder">Groups evaluated first, in this order.</param>
/// <param name="Tests">The tests.</param>
/// <param name="Problems">Mistakes; a file with any must not be run.</param>
public sealed record RuleTestFile(
    ImmutableArray<string> RuleFiles,
    TimeSpan EvaluationInterval,
    ImmutableArray<string> GroupOrder,
    ImmutableArray<RuleTest> Tests,
    ImmutableArray<RuleProblem> Problems);
