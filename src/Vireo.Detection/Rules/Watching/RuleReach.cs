using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Templates;

namespace Vireo.Detection.Rules.Watching;

/// <summary>Which series rules read and how far back, so that nothing else has to be kept for them.</summary>
internal sealed class RuleReach
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _readsEverything;

    public RuleReach(IEnumerable<Rule> rules)
    {
        foreach (Rule rule in rules)
        {
            Visit(rule.Expression);
            VisitTemplates(rule.Labels);
            VisitTemplates(rule is AlertRule alert ? alert.Annotations : []);
        }
    }

    /// <summary>The longest time before an evaluation that any of them looks at.</summary>
    public long Milliseconds { get; private set; }

    /// <summary>The names of the series that they read, where they name them.</summary>
    public IEnumerable<string> Names => _names.Where(name => name.Length > 0);

    /// <summary>Whether any of them may read series of this name.</summary>
    public bool Reads(string name) => _readsEverything || _names.Contains(name);

    private void Visit(Expression expression)
    {
        switch (expression)
        {
            case InstantSelector instant:
                Note(instant.Selector, 0);
                break;
            case RangeSelector range:
                Note(range.Selector, range.RangeMilliseconds);
                break;
            case Negation negation:
                Visit(negation.Operand);
                break;
            case FunctionCall call:
                VisitAll(call.Arguments);
                break;
            case Aggregation aggregation:
                VisitAll(aggregation.Parameter is { } parameter
                    ? [aggregation.Operand, parameter] : [aggregation.Operand]);
                break;
            case BinaryOperation operation:
                VisitAll([operation.Left, operation.Right]);
                break;
            default:
                break;
        }
    }

    private void VisitAll(ImmutableArray<Expression> expressions)
    {
        foreach (Expression expression in expressions)
        {
            Visit(expression);
        }
    }

    private void Note(Selector selector, long range)
    {
        Milliseconds = Math.Max(Milliseconds, range + Math.Max(0, selector.OffsetMilliseconds));
        _readsEverything |= selector.Name.Length == 0;
        _names.Add(selector.Name);
    }

    // What a template asks for is only known when it is expanded.
    private void VisitTemplates(ImmutableArray<KeyValuePair<string, Template>> templates) =>
        _readsEverything |= templates.Any(one => one.Value.Text.Contains("query", StringComparison.Ordinal)
            && one.Value.Text.Contains("{{", StringComparison.Ordinal));
}
