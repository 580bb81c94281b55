using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Testing;

/// <summary>Series made up, and what rules and expressions must make of them.</summary>
/// <param name="Name">For messages; empty when there is none.</param>
/// <param name="Interval">Between the values of the series.</param>
/// <param name="Input">The series, from instant 0 on; null where there is no value.</param>
/// <param name="Alerts">Alerts that must fire.</param>
/// <param name="Expressions">Results that must come out.</param>
/// <param name="ExternalLabels">For templates.</param>
/// <param name="ExternalUrl">For templates.</param>
public sealed record RuleTest(
    string Name,
    TimeSpan Interval,
    ImmutableArray<(LabelSet Labels, ImmutableArray<double?> Values)> Input,
    ImmutableArray<AlertExpectation> Alerts,
    ImmutableArray<ExpressionExpectation> Expressions,
    LabelSet ExternalLabels,
    string ExternalUrl);
