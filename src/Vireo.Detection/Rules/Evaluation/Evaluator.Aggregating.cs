using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <content>Aggregations over series.</content>
public sealed partial class Evaluator
{
    private List<Sample> Aggregate(Aggregation aggregation)
    {
        double parameter = aggregation.Parameter is { Kind: ValueKind.Scalar } scalar ? Scalar(scalar) : 0;
        List<Sample> samples = Vector(aggregation.Operand);
        if (aggregation.Operator is AggregationKind.Topk or AggregationKind.Bottomk)
        {
            return Extremes(aggregation, samples, parameter);
        }

        string? valueLabel = (aggregation.Parameter as TextLiteral)?.Value;
        var grouping = new Grouping(aggregation, valueLabel);
        var groups = new Dictionary<LabelSet, GroupState>();
        List<GroupState> order = [];
        foreach (Sample sample in samples)
        {
            LabelSet labels = valueLabel is null
                ? sample.Labels
                : sample.Labels.With(valueLabel, NumberText.Plain(sample.Value));
            LabelSet key = grouping.Of(labels);
            if (!groups.TryGetValue(key, out GroupState? group))
            {
                groups[key] = group = new GroupState(key, aggregation.Operator);
                order.Add(group);
            }

            group.Add(sample.Value);
        }

        var result = new List<Sample>(order.Count);
        foreach (GroupState group in order)
        {
            result.Add(new(group.Labels, group.Result(parameter)));
        }

        return result;
    }

    private static List<Sample> Extremes(Aggregation aggregation, List<Sample> samples, double parameter)
    {
        // What is no count takes nothing; a huge one takes all.
        if (double.IsNaN(parameter) || parameter > long.MaxValue || parameter < long.MinValue)
        {
            throw new EvaluationException($"{parameter} is no number of series.");
        }

        long count = (long)parameter;
        if (count < 1)
        {
            return [];
        }

        var grouping = new Grouping(aggregation, null);
        var groups = new Dictionary<LabelSet, ExtremeHeap>();
        List<ExtremeHeap> order = [];
        foreach (Sample sample in samples)
        {
            LabelSet key = grouping.Of(sample.Labels);
            if (!groups.TryGetValue(key, out ExtremeHeap? heap))
            {
                groups[key] = heap = new ExtremeHeap(count, isTop: aggregation.Operator == AggregationKind.Topk);
                order.Add(heap);
            }

            heap.Offer(sample);
        }

        return [.. order.SelectMany(heap => heap.Samples)];
    }
}
