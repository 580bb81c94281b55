using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Expressions;

internal sealed record NumberLiteral(int Position, double Value) : Expression(Position)
{
    public override ValueKind Kind => ValueKind.Scalar;
}

internal sealed record TextLiteral(int Position, string Value) : Expression(Position)
{
    public override ValueKind Kind => ValueKind.Text;
}

internal sealed record RangeSelector(int Position, Selector Selector, long RangeMilliseconds) : Expression(Position)
{
    public override ValueKind Kind => ValueKind.Range;
}

internal sealed record Negation(int Position, Expression Operand) : Expression(Position)
{
    public override ValueKind Kind => Operand.Kind;
}

internal sealed record FunctionCall(int Position, Function Function, ImmutableArray<Expression> Arguments)
    : Expression(Position)
{
    public override ValueKind Kind => Function.Result;
}

internal sealed record Aggregation(
    int Position, AggregationKind Operator, Expression Operand, Expression? Parameter, string[] Labels, bool IsWithout)
    : Expression(Position)
{
    public override ValueKind Kind => ValueKind.Vector;
}

internal sealed record BinaryOperation(
    int Position, BinaryOperator Operator, Expression Left, Expression Right, bool ReturnsBool, VectorMatching Matching)
    : Expression(Position)
{
    public override ValueKind Kind =>
        Left.Kind == ValueKind.Scalar && Right.Kind == ValueKind.Scalar ? ValueKind.Scalar : ValueKind.Vector;
}

/// <param name="IsOn">Only, or all but, the labels.</param>
/// <param name="Labels">Sorted.</param>
/// <param name="Many">Which side may have several series for one of the other.</param>
/// <param name="Include">Labels taken from the side with one.</param>
internal sealed record VectorMatching(bool IsOn, string[] Labels, MatchSide Many, string[] Include)
{
    public static readonly VectorMatching Default = new(false, [], MatchSide.Neither, []);
}

internal enum MatchSide
{
    Neither,
    Left,
    Right,
}

internal enum AggregationKind
{
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    Quantile,
    CountValues,
}

internal enum BinaryOperator
{
    Or,
    And,
    Unless,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Atan2,
    Power,
}
