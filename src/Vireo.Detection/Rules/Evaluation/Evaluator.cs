using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Evaluates expressions at one instant.</summary>
public sealed partial class Evaluator
{
    private readonly SeriesStore _store;
    private readonly EvaluationLimits _limits;
    private readonly long _now;
    private long _used;

    /// <summary>Creates an evaluator for an instant.</summary>
    /// <param name="store">Series to read.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="limits">What one evaluation may use.</param>
    public Evaluator(SeriesStore store, long now, EvaluationLimits limits)
    {
        _store = store;
        _now = now;
        _limits = limits;
    }

    /// <summary>Evaluates an expression that gives a number or an instant vector.</summary>
    /// <returns>Its series; one without labels for a number.</returns>
    /// <exception cref="EvaluationException">It has no result on these series.</exception>
    public IReadOnlyList<Sample> Evaluate(Expression expression)
    {
        _used = 0;

        return expression.Kind switch
        {
            ValueKind.Scalar => [new(LabelSet.Empty, Scalar(expression))],
            ValueKind.Vector => Vector(expression),
            _ => throw new EvaluationException(
                $"The expression gives {Checks.Name(expression.Kind)}, not a number or an instant vector."),
        };
    }

    private double Scalar(Expression expression) => expression switch
    {
        NumberLiteral number => number.Value,
        Negation negation => -Scalar(negation.Operand),
        BinaryOperation operation =>
            Arithmetic.Scalar(operation.Operator, Scalar(operation.Left), Scalar(operation.Right)),
        FunctionCall { Function.Name: "time" } => _now / 1000.0,
        FunctionCall { Function.Name: "pi" } => Math.PI,
        FunctionCall { Function.Name: "scalar" } call =>
            Vector(call.Arguments[0]) is [var only] ? only.Value : double.NaN,
        _ => throw new InvalidOperationException($"No number: {expression.GetType().Name}."),
    };

    private List<Sample> Vector(Expression expression) => expression switch
    {
        InstantSelector instant => Select(instant.Selector),
        Negation negation => Unique(negation, Negate(Vector(negation.Operand))),
        Aggregation aggregation => Unique(aggregation, Aggregate(aggregation)),
        BinaryOperation operation => Unique(operation, Combine(operation)),
        FunctionCall call => Call(call),
        _ => throw new InvalidOperationException($"No vector: {expression.GetType().Name}."),
    };

    private List<Sample> Select(Selector selector)
    {
        IReadOnlyList<MemorySeries> series = _store.Select(selector);
        Use(series.Count);
        var result = new List<Sample>(series.Count);
        foreach (MemorySeries one in series)
        {
            int at = Present(one, _now - selector.OffsetMilliseconds);
            if (at >= 0)
            {
                result.Add(new(one.Labels, one.Values[at]));
            }
        }

        return result;
    }

    // Index of the value that holds at an instant; -1 when there is none or the series had ended.
    private int Present(MemorySeries series, long time)
    {
        ReadOnlySpan<long> times = series.Times;
        int at = times.Length > 0 && times[^1] <= time ? times.Length - 1 : series.FirstAtOrAfter(time + 1) - 1;

        return at < 0 || times[at] < time - _limits.LookbackMilliseconds || StaleMarker.Is(series.Values[at]) ? -1 : at;
    }

    private static List<Sample> Negate(List<Sample> samples)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            samples[i] = new(samples[i].Labels.Nameless, -samples[i].Value);
        }

        return samples;
    }

    private void Use(long samples)
    {
        _used += samples;
        if (_used > _limits.MostSamples)
        {
            throw new EvaluationException(
                $"The expression touches more than {_limits.MostSamples} values. Narrow its selectors, or record parts of it.");
        }
    }

    private static List<Sample> Unique(Expression expression, List<Sample> samples)
    {
        if (samples.Count < 2 || Uniqueness.IsCertain(expression))
        {
            return samples;
        }

        if (samples.Count == 2)
        {
            return samples[0].Labels.Equals(samples[1].Labels) ? throw Same(samples[0].Labels) : samples;
        }

        var seen = new HashSet<LabelSet>(samples.Count);
        foreach (Sample sample in samples)
        {
            if (!seen.Add(sample.Labels))
            {
                throw Same(sample.Labels);
            }
        }

        return samples;
    }

    private static EvaluationException Same(LabelSet labels) => new(
        $"Two series of the result have the same labels: {labels}. Keep a label that tells them apart, or aggregate.");
}
