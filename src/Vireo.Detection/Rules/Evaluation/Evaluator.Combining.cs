using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Evaluation;

/// <content>Operators with a vector on one side or on both.</content>
public sealed partial class Evaluator
{
    private List<Sample> Combine(BinaryOperation operation)
    {
        if (operation.Right.Kind == ValueKind.Scalar)
        {
            return WithScalar(operation, Vector(operation.Left), Scalar(operation.Right), isSwapped: false);
        }

        if (operation.Left.Kind == ValueKind.Scalar)
        {
            double scalar = Scalar(operation.Left);

            return WithScalar(operation, Vector(operation.Right), scalar, isSwapped: true);
        }

        List<Sample> left = Vector(operation.Left);
        List<Sample> right = Vector(operation.Right);

        return Operators.IsSet(operation.Operator)
            ? SetOperations.Join(operation.Operator, operation.Matching, left, right)
            : VectorMatcher.Match(operation, left, right);
    }

    private static List<Sample> WithScalar(BinaryOperation operation, List<Sample> vector, double scalar,
        bool isSwapped)
    {
        bool compares = Operators.IsComparison(operation.Operator);
        bool dropsName = Arithmetic.DropsName(operation.Operator) || operation.ReturnsBool;
        int kept = 0;
        for (int i = 0; i < vector.Count; i++)
        {
            Sample sample = vector[i];
            (double value, bool holds) = isSwapped
                ? Arithmetic.Pair(operation.Operator, scalar, sample.Value)
                : Arithmetic.Pair(operation.Operator, sample.Value, scalar);

            // Of a comparison the vector's own value stays, on whichever side it stands.
            value = operation.ReturnsBool ? holds ? 1 : 0 : compares ? sample.Value : value;
            if (holds || operation.ReturnsBool)
            {
                vector[kept++] = new(dropsName ? sample.Labels.Nameless : sample.Labels, value);
            }
        }

        vector.RemoveRange(kept, vector.Count - kept);

        return vector;
    }
}
