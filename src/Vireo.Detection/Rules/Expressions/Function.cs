using System.Collections.Frozen;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>A function's name and shape.</summary>
/// <param name="Name">As written.</param>
/// <param name="Result">What it gives.</param>
/// <param name="Arguments">What it takes.</param>
/// <param name="Optional">How many of the last arguments may be left out; -1 when the last may repeat.</param>
internal sealed record Function(string Name, ValueKind Result, ValueKind[] Arguments, int Optional = 0)
{
    private const ValueKind S = ValueKind.Scalar;
    private const ValueKind V = ValueKind.Vector;
    private const ValueKind R = ValueKind.Range;
    private const ValueKind T = ValueKind.Text;

    /// <summary>Known in the language and not supported here.</summary>
    public static readonly FrozenSet<string> Refused = new[]
    {
        "holt_winters", "double_exponential_smoothing", "histogram_count", "histogram_sum", "histogram_fraction",
            "histogram_avg",
        "histogram_stddev", "histogram_stdvar", "mad_over_time", "sort_by_label", "sort_by_label_desc", "info",
            "limitk",
        "limit_ratio", "ts_of_min_over_time", "ts_of_max_over_time", "ts_of_last_over_time", "first_over_time",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All that are supported, by name.</summary>
    public static readonly FrozenDictionary<string, Function> All = Create().ToFrozenDictionary(one =>
        one.Name, StringComparer.Ordinal);

    private static IEnumerable<Function> Create()
    {
        string[] ranges =
        [
            "rate", "increase", "delta", "irate", "idelta", "deriv", "changes", "resets", "avg_over_time",
                "min_over_time",
            "max_over_time", "sum_over_time", "count_over_time", "last_over_time", "stddev_over_time",
                "stdvar_over_time",
            "present_over_time", "absent_over_time",
        ];
        string[] plain =
        [
            "abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sgn", "absent", "timestamp", "sort",
                "sort_desc",
            "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "deg",
                "rad",
        ];
        string[] dates =
            ["minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"];
        foreach (string name in ranges)
        {
            yield return new(name, V, [R]);
        }

        foreach (string name in plain)
        {
            yield return new(name, V, [V]);
        }

        foreach (string name in dates)
        {
            yield return new(name, V, [V], 1);
        }

        yield return new("predict_linear", V, [R, S]);
        yield return new("quantile_over_time", V, [S, R]);
        yield return new("histogram_quantile", V, [S, V]);
        yield return new("clamp", V, [V, S, S]);
        yield return new("clamp_min", V, [V, S]);
        yield return new("clamp_max", V, [V, S]);
        yield return new("round", V, [V, S], 1);
        yield return new("label_replace", V, [V, T, T, T, T]);
        yield return new("label_join", V, [V, T, T, T], -1);
        yield return new("vector", V, [S]);
        yield return new("scalar", S, [V]);
        yield return new("time", S, []);
        yield return new("pi", S, []);
    }
}
