namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Functions of one value.</summary>
internal static class ValueFunctions
{
    private const double DegreesToRadians = Math.PI / 180;

    /// <summary>Applies a function.</summary>
    public static double Apply(string name, double value, double first, double second) => name switch
    {
        "abs" => Math.Abs(value),
        "ceil" => Math.Ceiling(value),
        "floor" => Math.Floor(value),
        "exp" => Math.Exp(value),
        "sqrt" => Math.Sqrt(value),
        "ln" => PortableMath.Log(value),
        "log2" => PortableMath.Log2(value),
        "log10" => PortableMath.Log10(value),
        "sgn" => value < 0 ? -1 : value > 0 ? 1 : value,
        "round" => Math.Floor((value * (1 / first)) + 0.5) / (1 / first),
        "clamp" => Larger(first, Smaller(second, value)),
        "clamp_min" => Larger(first, value),
        "clamp_max" => Smaller(first, value),
        "sin" => Math.Sin(value),
        "cos" => Math.Cos(value),
        "tan" => Math.Tan(value),
        "asin" => Math.Asin(value),
        "acos" => Math.Acos(value),
        "atan" => Math.Atan(value),
        "sinh" => Math.Sinh(value),
        "cosh" => Math.Cosh(value),
        "tanh" => Math.Tanh(value),
        "asinh" => Math.Asinh(value),
        "acosh" => Math.Acosh(value),
        "atanh" => Math.Atanh(value),
        "deg" => value * 180 / Math.PI,
        "rad" => value * DegreesToRadians,
        _ => OfDate(name, value),
    };

    // Infinity goes before what is no number.
    private static double Larger(double a, double b) =>
        double.IsPositiveInfinity(a) || double.IsPositiveInfinity(b) ? double.PositiveInfinity : Math.Max(a, b);

    private static double Smaller(double a, double b) =>
        double.IsNegativeInfinity(a) || double.IsNegativeInfinity(b) ? double.NegativeInfinity : Math.Min(a, b);

    private static double OfDate(string name, double seconds)
    {
        var date = new CivilDate(seconds);

        return name switch
        {
            "minute" => date.Minute,
            "hour" => date.Hour,
            "day_of_week" => date.DayOfWeek,
            "day_of_month" => date.Day,
            "day_of_year" => date.DayOfYear,
            "days_in_month" => date.DaysInMonth,
            "month" => date.Month,
            "year" => date.Year,
            _ => throw new InvalidOperationException($"No function: {name}."),
        };
    }
}
