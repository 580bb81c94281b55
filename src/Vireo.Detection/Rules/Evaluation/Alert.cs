using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>One alert of a rule. Its labels are its identity.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Labels">Of the series and of the rule, and <c>alertname</c>.</param>
/// <param name="Annotations">For people, by name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Value">Of the series, newest.</param>
/// <param name="ActiveAt">Since when it holds, milliseconds.</param>
/// <param name="ResolvedAt">When it was over, milliseconds; null while it holds.</param>
/// <param name="KeptSince">Since when it fires only because it is kept; null when it holds.</param>
public sealed record Alert(
    string Rule,
    LabelSet Labels,
    ImmutableSortedDictionary<string, string> Annotations,
    AlertState State,
    double Value,
    long ActiveAt,
    long? ResolvedAt,
    long? KeptSince);
