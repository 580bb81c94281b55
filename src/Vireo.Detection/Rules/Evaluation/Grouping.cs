using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>The labels by which series are put together.</summary>
internal sealed class Grouping
{
    private readonly string[] _labels;
    private readonly bool _isWithout;

    public Grouping(Aggregation aggregation, string? valueLabel)
    {
        _isWithout = aggregation.IsWithout;
        IEnumerable<string> labels = _isWithout ? aggregation.Labels.Append(LabelSet.NameLabel) : aggregation.Labels;
        if (valueLabel is not null)
        {
            labels = _isWithout ? labels.Where(label => label != valueLabel) : labels.Append(valueLabel);
        }

        _labels = [.. labels.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The group of a series.</summary>
    public LabelSet Of(LabelSet labels) =>
        _isWithout
            ? _labels.Length == 1 ? labels.Nameless : labels.Filter(_labels, keep: false)
            : _labels.Length == 0 ? LabelSet.Empty : labels.Filter(_labels, keep: true);
}
