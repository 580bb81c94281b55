using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Operators on numbers.</summary>
internal static class Arithmetic
{
    /// <summary>Between two numbers; a comparison gives 0 or 1.</summary>
    public static double Scalar(BinaryOperator kind, double left, double right)
    {
        (double value, bool holds) = Pair(kind, left, right);

        return Operators.IsComparison(kind) ? holds ? 1 : 0 : value;
    }

    /// <summary>Between two values of vectors: the result, and whether it stays.</summary>
    public static (double Value, bool Holds) Pair(BinaryOperator kind, double left, double right) => kind switch
    {
        BinaryOperator.Add => (left + right, true),
        BinaryOperator.Subtract => (left - right, true),
        BinaryOperator.Multiply => (left * right, true),
        BinaryOperator.Divide => (left / right, true),
        BinaryOperator.Modulo => (left % right, true),
        BinaryOperator.Power => (PortableMath.Pow(left, right), true),
        BinaryOperator.Atan2 => (Math.Atan2(left, right), true),
        BinaryOperator.Equal => (left, left == right),
        BinaryOperator.NotEqual => (left, left != right),
        BinaryOperator.Less => (left, left < right),
        BinaryOperator.LessOrEqual => (left, left <= right),
        BinaryOperator.Greater => (left, left > right),
        BinaryOperator.GreaterOrEqual => (left, left >= right),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Joins sets, not numbers."),
    };

    /// <summary>Whether the result is no longer the series named.</summary>
    public static bool DropsName(BinaryOperator kind) => kind >= BinaryOperator.Add;
}
