using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Templates;

/// <summary>What a template can show.</summary>
/// <param name="Labels">Of the series that fulfils the rule.</param>
/// <param name="Value">Its value.</param>
/// <param name="ExternalLabels">Of this installation.</param>
/// <param name="ExternalUrl">Where people find it.</param>
/// <param name="Query">Evaluates an expression at the same instant.</param>
public sealed record TemplateData(
    LabelSet Labels,
    double Value,
    LabelSet ExternalLabels,
    string ExternalUrl,
    Func<string, IReadOnlyList<Sample>> Query);
