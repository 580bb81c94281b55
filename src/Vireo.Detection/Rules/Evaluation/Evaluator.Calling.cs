using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <content>Functions.</content>
public sealed partial class Evaluator
{
    private List<Sample> Call(FunctionCall call)
    {
        ImmutableArray<Expression> arguments = call.Arguments;
        string name = call.Function.Name;
        if (call.Function.Arguments.Contains(ValueKind.Range))
        {
            return name == "absent_over_time" ? AbsentOverTime((RangeSelector)arguments[0]) : OverRange(call);
        }

        switch (name)
        {
            case "absent":
                return Vector(arguments[0]).Count > 0
                    ? [] : [new(AbsentLabels((arguments[0] as InstantSelector)?.Selector), 1)];
            case "timestamp":
                return Unique(call, Timestamps(arguments[0]));
            case "vector":
                return [new(LabelSet.Empty, Scalar(arguments[0]))];
            case "sort" or "sort_desc":
                return Sorted(Vector(arguments[0]), name == "sort");
            case "label_replace":
                return Unique(call, LabelFunctions.Replace(Vector(arguments[0]), Texts(arguments)));
            case "label_join":
                return Unique(call, LabelFunctions.Join(Vector(arguments[0]), Texts(arguments)));
            case "histogram_quantile":
                double quantile = Scalar(arguments[0]);

                return Unique(call, Histogram(quantile, Vector(arguments[1])));
            default:
                break;
        }

        List<Sample> samples = arguments.Length == 0 ? [new(LabelSet.Empty, _now / 1000.0)] : Vector(arguments[0]);
        double first = arguments.Length > 1 ? Scalar(arguments[1]) : name == "round" ? 1 : 0;
        double second = arguments.Length > 2 ? Scalar(arguments[2]) : 0;
        if (name == "clamp" && second < first)
        {
            return [];
        }

        for (int i = 0; i < samples.Count; i++)
        {
            samples[i] = new(samples[i].Labels.Nameless, ValueFunctions.Apply(name, samples[i].Value, first, second));
        }

        return Unique(call, samples);
    }

    private static string[] Texts(ImmutableArray<Expression> arguments) =>
        [.. arguments.Skip(1).Select(argument => ((TextLiteral)argument).Value)];

    private List<Sample> OverRange(FunctionCall call)
    {
        int rangeAt = call.Function.Arguments[0] == ValueKind.Range ? 0 : 1;
        var range = (RangeSelector)call.Arguments[rangeAt];
        double parameter = call.Arguments.Length > 1 ? Scalar(call.Arguments[1 - rangeAt]) : 0;
        bool keepsName = call.Function.Name == "last_over_time";
        var window = new RangeWindow(range, _now);
        var function = RangeFunctions.Find(call.Function.Name);
        IReadOnlyList<MemorySeries> series = _store.Select(range.Selector);
        var result = new List<Sample>(series.Count);
        foreach (MemorySeries one in series)
        {
            if (window.Read(one) && function(window, parameter) is { } value)
            {
                Use(window.Count);
                result.Add(new(keepsName ? one.Labels : one.Labels.Nameless, value));
            }
        }

        return Unique(call, result);
    }

    private List<Sample> AbsentOverTime(RangeSelector range)
    {
        var window = new RangeWindow(range, _now);
        foreach (MemorySeries series in _store.Select(range.Selector))
        {
            if (window.Read(series))
            {
                return [];
            }
        }

        return [new(AbsentLabels(range.Selector), 1)];
    }

    // Of what is absent only those labels are known that the selector fixes.
    private static LabelSet AbsentLabels(Selector? selector)
    {
        LabelSet labels = LabelSet.Empty;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (LabelMatcher matcher in selector?.Matchers ?? [])
        {
            if (matcher.Name != LabelSet.NameLabel)
            {
                labels = matcher.Kind == MatchKind.Equal && seen.Add(matcher.Name)
                    ? labels.With(matcher.Name, matcher.Value)
                    : labels.Without(matcher.Name);
            }
        }

        return labels;
    }

    private List<Sample> Timestamps(Expression argument)
    {
        if (argument is not InstantSelector instant)
        {
            return [.. Vector(argument).Select(sample => new Sample(sample.Labels.Nameless, _now / 1000.0))];
        }

        List<Sample> result = [];
        foreach (MemorySeries series in _store.Select(instant.Selector))
        {
            int at = Present(series, _now - instant.Selector.OffsetMilliseconds);
            if (at >= 0)
            {
                result.Add(new(series.Labels.Nameless, series.Times[at] / 1000.0));
            }
        }

        return result;
    }

    private static List<Sample> Sorted(List<Sample> samples, bool isAscending)
    {
        // What is no number comes last either way.
        double Key(Sample sample) => double.IsNaN(sample.Value) ? double.PositiveInfinity
            : isAscending ? sample.Value : -sample.Value;

        return [.. samples.OrderBy(Key).ThenBy(sample => double.IsNaN(sample.Value))];
    }

    private static List<Sample> Histogram(double quantile, List<Sample> samples)
    {
        var groups = new Dictionary<LabelSet, List<(double Bound, double Count)>>();
        string[] dropped = [LabelSet.NameLabel, "le"];
        foreach (Sample sample in samples)
        {
            if (GoNumbers.TryParse(sample.Labels["le"], out double bound))
            {
                LabelSet key = sample.Labels.Filter(dropped, keep: false);
                if (!groups.TryGetValue(key, out List<(double Bound, double Count)>? buckets))
                {
                    groups[key] = buckets = [];
                }

                buckets.Add((bound, sample.Value));
            }
        }

        return [.. groups.Select(group => new Sample(group.Key, Quantiles.OfBuckets(quantile, group.Value)))];
    }
}
