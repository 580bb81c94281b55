using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>The labels by which series of two vectors find each other.</summary>
internal sealed class Signatures
{
    private readonly string[] _labels;
    private readonly bool _isOn;

    public Signatures(VectorMatching matching)
    {
        _isOn = matching.IsOn;
        _labels = matching.IsOn
            ? matching.Labels
            : [.. matching.Labels.Append(LabelSet.NameLabel).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The labels of one series that count.</summary>
    public LabelSet Of(LabelSet labels) =>
        !_isOn && _labels.Length == 1 ? labels.Nameless : labels.Filter(_labels, keep: _isOn);
}
