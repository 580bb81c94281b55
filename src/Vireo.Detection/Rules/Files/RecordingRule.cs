using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Templates;

namespace Vireo.Detection.Rules.Files;

/// <summary>A rule whose results become series.</summary>
/// <param name="Name">Of the series.</param>
/// <param name="Text">The expression as written.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Labels">Added to every series.</param>
public sealed record RecordingRule(
    string Name, string Text, Expression Expression, ImmutableArray<KeyValuePair<string, Template>> Labels)
    : Rule(Name, Text, Expression, Labels);
