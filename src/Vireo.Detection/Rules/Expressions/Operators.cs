using System.Collections.Frozen;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>Operators by how they are written and how closely they bind.</summary>
internal static class Operators
{
    /// <summary>How closely a product binds.</summary>
    public const int ProductPrecedence = 5;

    private static readonly FrozenDictionary<string, (BinaryOperator Operator, int Precedence)> Known =
        new Dictionary<string, (BinaryOperator, int)>
        {
            ["or"] = (BinaryOperator.Or, 1),
            ["and"] = (BinaryOperator.And, 2),
            ["unless"] = (BinaryOperator.Unless, 2),
            ["=="] = (BinaryOperator.Equal, 3),
            ["!="] = (BinaryOperator.NotEqual, 3),
            ["<"] = (BinaryOperator.Less, 3),
            ["<="] = (BinaryOperator.LessOrEqual, 3),
            [">"] = (BinaryOperator.Greater, 3),
            [">="] = (BinaryOperator.GreaterOrEqual, 3),
            ["+"] = (BinaryOperator.Add, 4),
            ["-"] = (BinaryOperator.Subtract, 4),
            ["*"] = (BinaryOperator.Multiply, ProductPrecedence),
            ["/"] = (BinaryOperator.Divide, ProductPrecedence),
            ["%"] = (BinaryOperator.Modulo, ProductPrecedence),
            ["atan2"] = (BinaryOperator.Atan2, ProductPrecedence),
            ["^"] = (BinaryOperator.Power, 6),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, AggregationKind> Aggregations = new Dictionary<string,
        AggregationKind>
    {
        ["sum"] = AggregationKind.Sum,
        ["avg"] = AggregationKind.Avg,
        ["count"] = AggregationKind.Count,
        ["min"] = AggregationKind.Min,
        ["max"] = AggregationKind.Max,
        ["group"] = AggregationKind.Group,
        ["stddev"] = AggregationKind.Stddev,
        ["stdvar"] = AggregationKind.Stdvar,
        ["topk"] = AggregationKind.Topk,
        ["bottomk"] = AggregationKind.Bottomk,
        ["quantile"] = AggregationKind.Quantile,
        ["count_values"] = AggregationKind.CountValues,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Reserved =
        new[] { "and", "or", "unless", "atan2", "offset", "bool", "on", "ignoring", "group_left", "group_right", "by",
            "without" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The operator that a word is; null when it is none.</summary>
    public static (BinaryOperator Operator, int Precedence)? Find(Token token) =>
        token.Kind is TokenKind.Symbol or TokenKind.Identifier
        && Known.TryGetValue(token.Text, out (BinaryOperator Operator, int Precedence) found) ? found : null;

    /// <summary>The aggregation that a word is; null when it is none.</summary>
    public static AggregationKind? FindAggregation(string word) =>
        Aggregations.TryGetValue(word, out AggregationKind found) ? found : null;

    /// <summary>Whether a word has a meaning of its own.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>Whether it compares.</summary>
    public static bool IsComparison(BinaryOperator kind) =>
        kind is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    /// <summary>Whether it joins sets.</summary>
    public static bool IsSet(BinaryOperator kind) => kind <= BinaryOperator.Unless;
}
