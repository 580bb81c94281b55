using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Whether a result cannot have two series with the same labels, so that nobody needs to look.</summary>
internal static class Uniqueness
{
    /// <summary>True when all series have one name: dropping it keeps them apart.</summary>
    public static bool IsCertain(Expression expression) => expression switch
    {
        InstantSelector instant => instant.Selector.Name.Length > 0,
        RangeSelector range => range.Selector.Name.Length > 0,
        Negation negation => IsCertain(negation.Operand),
        Aggregation aggregation => aggregation.Operator is not (AggregationKind.Topk or AggregationKind.Bottomk),
        FunctionCall { Function.Name: "label_replace" or "label_join" } => false,
        FunctionCall call => call.Arguments.All(argument => argument.Kind == ValueKind.Scalar || IsCertain(argument)),
        BinaryOperation { Operator: BinaryOperator.Or } => false,
        BinaryOperation { Operator: BinaryOperator.And or BinaryOperator.Unless } operation =>
            IsCertain(operation.Left),
        BinaryOperation { Left.Kind: ValueKind.Scalar } operation => IsCertain(operation.Right),
        BinaryOperation { Right.Kind: ValueKind.Scalar } operation => IsCertain(operation.Left),
        BinaryOperation operation => IsPlain(operation.Matching) && IsCertain(operation.Left),
        _ => expression.Kind == ValueKind.Scalar,
    };

    /// <summary>Whether each series is paired by all its labels but the name.</summary>
    public static bool IsPlain(VectorMatching matching) =>
        matching is { IsOn: false, Labels.Length: 0, Many: MatchSide.Neither };
}
