using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>What is known of one group after some of its values.</summary>
internal sealed class GroupState(LabelSet labels, AggregationKind kind)
{
    private readonly List<double>? _values = kind == AggregationKind.Quantile ? [] : null;
    private long _count;
    private double _value;
    private double _mean;

    /// <summary>The group's labels.</summary>
    public LabelSet Labels { get; } = labels;

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        _count++;
        _values?.Add(value);
        if (_count == 1)
        {
            _mean = value;
            _value = kind is AggregationKind.Stddev or AggregationKind.Stdvar ? 0 : value;

            return;
        }

        switch (kind)
        {
            case AggregationKind.Sum:
                _value += value;
                break;
            case AggregationKind.Avg:
                AddToMean(value);
                break;
            case AggregationKind.Max when _value < value || double.IsNaN(_value):
            case AggregationKind.Min when _value > value || double.IsNaN(_value):
                _value = value;
                break;
            case AggregationKind.Stddev or AggregationKind.Stdvar:
                double delta = value - _mean;
                _mean += delta / _count;
                _value += delta * (value - _mean);
                break;
            default:
                break;
        }
    }

    /// <summary>The group's result.</summary>
    public double Result(double parameter) => kind switch
    {
        AggregationKind.Avg => _mean,
        AggregationKind.Count or AggregationKind.CountValues => _count,
        AggregationKind.Group => 1,
        AggregationKind.Stddev => Math.Sqrt(_value / _count),
        AggregationKind.Stdvar => _value / _count,
        AggregationKind.Quantile => Quantiles.Of(parameter, _values!),
        _ => _value,
    };

    private void AddToMean(double value)
    {
        // An infinite mean stays what it is, unless the opposite infinity or no number comes.
        if (double.IsInfinity(_mean)
            && ((double.IsInfinity(value) && _mean > 0 == value > 0) || double.IsFinite(value)))
        {
            return;
        }

        _mean += (value / _count) - (_mean / _count);
    }
}
