using System.Globalization;
using System.Text;

namespace Vireo.Detection.Tests.Rules.Referee;

/// <summary>Makes up series, expressions and an alert rule, the same for the same seed.</summary>
internal sealed class RandomRules
{
    private static readonly string[] Jobs = ["x", "y"];
    private static readonly string[] Ranges = ["30s", "1m", "90s", "2m", "5m", "7m", "10m"];
    private static readonly string[] RangeFunctions =
    [
        "rate", "increase", "delta", "irate", "idelta", "deriv", "changes", "resets", "avg_over_time", "min_over_time",
        "max_over_time", "sum_over_time", "count_over_time", "last_over_time", "stddev_over_time", "stdvar_over_time",
        "present_over_time",
    ];

    private static readonly string[] Plain =
        ["abs", "ceil", "floor", "sqrt", "exp", "ln", "log2", "log10", "sgn", "timestamp", "sort", "sort_desc", "absent", "round"];

    private static readonly string[] Dates =
        ["minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"];

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Arithmetics = ["+", "-", "*", "/", "%", "^"];
    private static readonly string[] Sets = ["and", "or", "unless"];
    private static readonly string[] Aggregations = ["sum", "avg", "count", "min", "max", "group", "stddev", "stdvar"];

    private readonly Random _random;

    public RandomRules(int seed) => _random = new(seed);

    /// <summary>Series in the notation of tests.</summary>
    public List<(string Series, string Values)> Series()
    {
        List<(string, string)> series = [];
        foreach (string job in Jobs)
        {
            for (int i = 1; i <= 3; i++)
            {
                if (_random.Next(5) > 0)
                {
                    series.Add(($"a{{job=\"{job}\",instance=\"{i}\"}}", Values(isCounter: false)));
                }

                if (_random.Next(4) > 0)
                {
                    series.Add(($"b{{job=\"{job}\",instance=\"{i}\",disk=\"d{_random.Next(2)}\"}}", Values(isCounter: false)));
                }

                if (_random.Next(4) > 0)
                {
                    series.Add(($"c_total{{job=\"{job}\",instance=\"{i}\"}}", Values(isCounter: true)));
                }
            }

            foreach (string bound in (string[])["0.1", "1", "5", "+Inf"])
            {
                if (_random.Next(10) > 0)
                {
                    series.Add(($"h_bucket{{job=\"{job}\",le=\"{bound}\"}}", Values(isCounter: true)));
                }
            }
        }

        series.Add(("one", Values(isCounter: false)));

        return series;
    }

    /// <summary>An expression that gives an instant vector or a number.</summary>
    public string Expression() => _random.Next(12) == 0 ? Scalar(2) : Vector(_random.Next(1, 4));

    /// <summary>A duration without a fraction of a second.</summary>
    public string Duration(int mostSeconds) => $"{_random.Next(mostSeconds)}s";

    /// <summary>A number up to a bound, bound excluded.</summary>
    public int Next(int bound) => _random.Next(bound);

    private string Values(bool isCounter)
    {
        var text = new StringBuilder();
        double level = Quarter(40);
        int items = _random.Next(1, 8);
        for (int i = 0; i < items; i++)
        {
            text.Append(_random.Next(isCounter ? 14 : 10) switch
            {
                0 => $"_x{_random.Next(1, 14)}",
                1 => "stale",
                2 => _random.Next(3) == 0 ? "NaN" : "_",
                3 => _random.Next(4) == 0 ? _random.Next(2) == 0 ? "Inf" : "-Inf" : "0",
                4 or 5 => $"{Number(level)}x{_random.Next(1, 9)}",
                _ => Step(ref level, isCounter),
            });
            text.Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    private string Step(ref double level, bool isCounter)
    {
        double step = isCounter ? Math.Abs(Quarter(20)) : Quarter(8);
        level = _random.Next(4) == 0 ? Quarter(40) : level;
        level = isCounter ? Math.Abs(level) : level;
        int count = _random.Next(1, 12);
        string text = $"{Number(level)}{(step < 0 ? "" : "+")}{Number(step)}x{count}";
        level += step * count;

        return text;
    }

    // Quarters add up without rounding, so that the order of series, which Prometheus leaves to chance, does not show.
    private double Quarter(int most) => _random.Next(-4 * most, 4 * most) / 4.0;

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] all) => all[_random.Next(all.Length)];

    private string Selector()
    {
        string name = _random.Next(12) switch { 0 => "one", 1 or 2 => "c_total", 3 => "h_bucket", 4 or 5 or 6 => "b", 7 => "nothing", _ => "a" };
        string[] conditions =
        [
            "job=\"x\"", "job!=\"x\"", "job=~\"x|y\"", "instance!~\"[12]\"", "instance=~\"\\\\d\"", "disk=\"\"", "disk=~\".+\"",
            "job=\"z\"", "instance=~\"1|2\"", "__name__=~\"a|b\"",
        ];
        string labels = "";
        if (_random.Next(2) == 0)
        {
            string condition = conditions[_random.Next(conditions.Length)];
            labels = $"{{{condition}}}";
            name = condition.StartsWith("__name__", StringComparison.Ordinal) ? "" : name;
        }

        return name + labels;
    }

    private string Offset() => _random.Next(8) switch
    {
        0 => $" offset {Pick(Ranges)}",
        1 => " offset -1m",
        _ => "",
    };

    private string Range() => $"{Selector()}[{Pick(Ranges)}]{Offset()}";

    private string Scalar(int depth) => _random.Next(depth > 0 ? 7 : 3) switch
    {
        0 => Number(Quarter(5)),
        1 => Pick(["0", "1", "2", "0.5", "-1", "1e3", "Inf", "NaN"]),
        2 => "time()",
        3 => $"scalar({Vector(depth - 1)})",
        4 => $"({Scalar(depth - 1)} {Pick(Arithmetics)} {Scalar(depth - 1)})",
        5 => $"({Scalar(depth - 1)} {Pick(Comparisons)} bool {Scalar(depth - 1)})",
        _ => $"-({Scalar(depth - 1)})",
    };

    private string Vector(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(3) == 0 ? $"{Pick(RangeFunctions)}({Range()})" : Selector() + Offset();
        }

        return _random.Next(20) switch
        {
            0 or 1 => Selector() + Offset(),
            2 or 3 => $"{Pick(RangeFunctions)}({Range()})",
            4 => RangeWithNumber(),
            5 or 6 or 7 => Aggregation(depth),
            8 => Sparse(depth),
            9 => $"{Pick(Plain)}({Vector(depth - 1)})",
            10 => Labels(depth),
            11 or 12 => $"({Vector(depth - 1)}) {Pick(_random.Next(2) == 0 ? Comparisons : Arithmetics)} {WithBool(Scalar(1))}",
            13 => $"{Scalar(1)} {Pick(_random.Next(2) == 0 ? Comparisons : Arithmetics)} ({Vector(depth - 1)})",
            14 or 15 or 16 => Binary(depth),
            17 => $"({Vector(depth - 1)}) {Pick(Sets)}{Matching(grouped: false)} ({Vector(depth - 1)})",
            18 => $"-({Vector(depth - 1)})",
            _ => Rare(depth),
        };
    }

    private static string WithBool(string scalar) => scalar;

    private string RangeWithNumber() => _random.Next(3) switch
    {
        0 => $"predict_linear({Range()}, {Pick(["0", "60", "3600", "-30"])})",
        1 => $"quantile_over_time({Pick(["0", "0.5", "0.9", "1", "2", "-1"])}, {Range()})",
        _ => $"absent_over_time({Range()})",
    };

    private string Aggregation(int depth)
    {
        string grouping = _random.Next(5) switch
        {
            0 => " by (job)",
            1 => " without (instance)",
            2 => " by (job, disk)",
            3 => " by (instance)",
            _ => "",
        };
        string inner = Vector(depth - 1);

        return _random.Next(10) switch
        {
            0 => $"quantile{grouping} ({Pick(["0", "0.25", "0.5", "1", "1.5"])}, {inner})",
            1 => $"count_values{grouping} (\"v\", {inner})",

            // Which of equal series is taken is left to chance, so only sums over what is taken are compared.
            2 => $"sum{grouping} ({Pick(["topk", "bottomk"])}{grouping} ({_random.Next(0, 4)}, {inner}))",
            _ => $"{Pick(Aggregations)}{grouping} ({inner})",
        };
    }

    private string Sparse(int depth) => _random.Next(5) switch
    {
        0 => $"clamp({Vector(depth - 1)}, {Scalar(0)}, {Scalar(0)})",
        1 => $"clamp_min({Vector(depth - 1)}, {Scalar(0)})",
        2 => $"clamp_max({Vector(depth - 1)}, {Scalar(0)})",
        3 => $"round({Vector(depth - 1)}, {Pick(["0.5", "2", "10", "0.1"])})",
        _ => $"{Pick(Dates)}({(_random.Next(2) == 0 ? "" : $"clamp({Vector(depth - 1)}, -1e9, 4e9) * 1000 > -9e12")})",
    };

    private string Labels(int depth) => _random.Next(3) switch
    {
        0 => $"label_replace({Vector(depth - 1)}, \"{Pick(["to", "job", "instance"])}\", \"{Pick(["$1-z", "${1}q", "", "$2", "$1$1", "n"])}\", "
            + $"\"{Pick(["job", "instance", "disk", "none"])}\", \"{Pick(["(.*)", "(x|y)", "x(.*)", "d(\\\\d)", "[^x]+", "(?i)X"])}\")",
        1 => $"label_join({Vector(depth - 1)}, \"{Pick(["to", "job"])}\", \"-\", \"job\", \"instance\")",
        _ => $"absent({Selector()}{Offset()})",
    };

    private string Binary(int depth)
    {
        bool compares = _random.Next(2) == 0;
        string kind = Pick(compares ? Comparisons : Arithmetics);
        string withBool = compares && _random.Next(3) == 0 ? " bool" : "";

        return $"({Vector(depth - 1)}) {kind}{withBool}{Matching(grouped: true)} ({Vector(depth - 1)})";
    }

    private string Matching(bool grouped)
    {
        string labels = Pick(["", "job", "instance", "job, instance", "disk", "job, instance, disk"]);
        string matching = _random.Next(4) switch { 0 or 1 => $" on ({labels})", 2 => $" ignoring ({labels})", _ => "" };
        if (!grouped || matching.Length == 0 || _random.Next(2) == 0)
        {
            return matching;
        }

        string side = Pick(["group_left", "group_right"]);
        string include = Pick(["(disk)", "()", "(missing)"]);

        return matching.Contains("on (", StringComparison.Ordinal) && labels.Contains("disk", StringComparison.Ordinal)
            ? $"{matching} {side} ()"
            : $"{matching} {side}{include}";
    }

    private string Rare(int depth) => _random.Next(4) switch
    {
        0 => $"vector({Scalar(depth - 1)})",
        1 => $"histogram_quantile({Pick(["0", "0.5", "0.9", "0.99", "1", "1.1", "-1"])}, h_bucket)",
        2 => $"histogram_quantile({Pick(["0.5", "0.9"])}, sum by (le{Pick(["", ", job"])}) (rate(h_bucket[{Pick(Ranges)}])))",
        _ => $"{Scalar(1)} {Pick(Arithmetics)} ({Vector(depth - 1)}) {Pick(Arithmetics)} {Scalar(1)}",
    };
}
