namespace Vireo.Detection.Rules.Expressions;

/// <summary>What may be combined with what.</summary>
internal static class Checks
{
    /// <summary>Checks the sides of an operator.</summary>
    public static void Check(BinaryOperation operation, Token token)
    {
        foreach (Expression side in (Expression[])[operation.Left, operation.Right])
        {
            if (side.Kind is not (ValueKind.Scalar or ValueKind.Vector))
            {
                throw new ExpressionException(side.Position,
                    $"{token} needs numbers or instant vectors, not {Name(side.Kind)}.");
            }
        }

        bool hasScalar = operation.Left.Kind == ValueKind.Scalar || operation.Right.Kind == ValueKind.Scalar;
        if (hasScalar && Operators.IsSet(operation.Operator))
        {
            throw new ExpressionException(token.Position,
                $"{token} joins vectors; one side is a number. Write vector(…).");
        }

        if (operation.Kind == ValueKind.Scalar && Operators.IsComparison(operation.Operator) && !operation.ReturnsBool)
        {
            throw new ExpressionException(token.Position, $"Two numbers are compared with '{token.Text} bool'.");
        }

        if (hasScalar && operation.Matching != VectorMatching.Default)
        {
            throw new ExpressionException(token.Position, "'on' and 'ignoring' can only stand between two vectors.");
        }
    }

    /// <summary>Checks a function's arguments.</summary>
    public static void Check(FunctionCall call)
    {
        Function function = call.Function;
        int most = function.Optional < 0 ? int.MaxValue : function.Arguments.Length;
        int fewest = function.Arguments.Length - Math.Abs(function.Optional);
        if (call.Arguments.Length < fewest || call.Arguments.Length > most)
        {
            string count = fewest == most
                ? $"{fewest}" : most == int.MaxValue ? $"{fewest} or more" : $"{fewest} to {most}";
            throw new ExpressionException(
                call.Position, $"'{function.Name}' takes {count} arguments, not {call.Arguments.Length}.");
        }

        for (int i = 0; i < call.Arguments.Length; i++)
        {
            ValueKind wanted = function.Arguments[Math.Min(i, function.Arguments.Length - 1)];
            if (call.Arguments[i].Kind != wanted)
            {
                string fix = (wanted, call.Arguments[i].Kind) == (ValueKind.Range, ValueKind.Vector)
                    ? " Add a range such as [5m]." : "";
                throw new ExpressionException(
                    call.Arguments[i].Position,
                    $"Argument {i + 1} of '{function.Name}' must be {Name(wanted)}, not {Name(call.Arguments[i].Kind)}.{fix}");
            }
        }

        CheckTexts(call);
    }

    /// <summary>Checks an aggregation.</summary>
    public static void Check(Aggregation aggregation, string name)
    {
        if (aggregation.Operand.Kind != ValueKind.Vector)
        {
            throw new ExpressionException(
                aggregation.Operand.Position,
                    $"'{name}' needs an instant vector, not {Name(aggregation.Operand.Kind)}.");
        }

        ValueKind? wanted = aggregation.Operator switch
        {
            AggregationKind.Topk or AggregationKind.Bottomk or AggregationKind.Quantile => ValueKind.Scalar,
            AggregationKind.CountValues => ValueKind.Text,
            _ => null,
        };
        if (aggregation.Parameter?.Kind != wanted)
        {
            throw new ExpressionException(
                aggregation.Parameter?.Position ?? aggregation.Position,
                wanted is { } kind
                    ? $"'{name}' needs {Name(kind)} before the vector." : $"'{name}' takes one argument.");
        }

        if (aggregation.Parameter is TextLiteral label && !LabelNames.IsValid(label.Value))
        {
            throw new ExpressionException(label.Position, $"'{label.Value}' is no name for a label.");
        }
    }

    /// <summary>What a kind is called in messages.</summary>
    public static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Scalar => "a number",
        ValueKind.Vector => "an instant vector",
        ValueKind.Range => "a range vector",
        _ => "a string",
    };

    /// <summary>A hint at a word that is nearly the same.</summary>
    public static string Suggest(string typed, IEnumerable<string> known)
    {
        string? near = known
            .Where(word =>
                Math.Abs(word.Length - typed.Length) <= 2 && (word.StartsWith(typed[0]) || word.EndsWith(typed[^1])))
            .OrderBy(word => word.Zip(typed).Count(pair => pair.First != pair.Second))
            .ThenBy(word => word, StringComparer.Ordinal)
            .FirstOrDefault();

        return near is null ? "" : $" Did you mean '{near}'?";
    }

    private static void CheckTexts(FunctionCall call)
    {
        if (call.Function.Name is not ("label_replace" or "label_join"))
        {
            return;
        }

        string Text(int i) => ((TextLiteral)call.Arguments[i]).Value;
        if (!LabelNames.IsValid(Text(1)))
        {
            throw new ExpressionException(call.Arguments[1].Position, $"'{Text(1)}' is no name for a label.");
        }

        if (call.Function.Name == "label_replace")
        {
            try
            {
                Patterns.Anchored(Text(4));
            }
            catch (ArgumentException error)
            {
                throw new ExpressionException(call.Arguments[4].Position, error.Message);
            }
        }
    }
}
