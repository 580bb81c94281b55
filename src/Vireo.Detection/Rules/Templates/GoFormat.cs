using System.Globalization;

namespace Vireo.Detection.Rules.Templates;

/// <summary>Numbers printed as Go prints them, which templates of alert rules rely on.</summary>
internal static class GoFormat
{
    private const int ShortestThreshold = 6;
    private const int Beyond = 40;

    /// <summary>A value as <c>%v</c> shows it.</summary>
    public static string Value(object? value) => value switch
    {
        null => "<nil>",
        double number => Shortest(number),
        bool flag => flag ? "true" : "false",
        IReadOnlyDictionary<string, string> labels =>
            $"map[{string.Join(' ', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}:{label.Value}"))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The fewest digits that read back the same; an exponent below -4 and from 6 on.</summary>
    public static string Shortest(double value)
    {
        if (Special(value) is { } special)
        {
            return special;
        }

        (string sign, string digits, int exponent) = Digits(value);

        return sign + Layout(digits, exponent, exponent is < -4 or >= ShortestThreshold);
    }

    /// <summary><c>%.Ng</c>: so many significant digits at most.</summary>
    public static string General(double value, int precision)
    {
        if (Special(value) is { } special)
        {
            return special;
        }

        if (precision < 0)
        {
            return Shortest(value);
        }

        precision = Math.Max(1, precision);
        (string sign, string digits, int exponent) = Split(ExactTie(value, "E", precision - 1));

        return sign + Layout(digits, exponent, exponent < -4 || exponent >= precision);
    }

    /// <summary><c>%.Nf</c>.</summary>
    public static string Fixed(double value, int precision) =>
        Special(value) ?? ExactTie(value, "F", precision < 0 ? ShortestThreshold : precision);

    /// <summary><c>%.Ne</c>.</summary>
    public static string Exponent(double value, int precision)
    {
        if (Special(value) is { } special)
        {
            return special;
        }

        string text = ExactTie(value, "E", precision < 0 ? ShortestThreshold : precision);
        int at = text.IndexOf('E', StringComparison.Ordinal);

        return $"{text[..at]}e{text[at + 1]}{text[(at + 2)..].TrimStart('0').PadLeft(2, '0')}";
    }

    private static string? Special(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf" : null;

    // The fewest significant digits that read back the same.
    private static (string Sign, string Digits, int Exponent) Digits(double value)
    {
        string text = "";
        for (int precision = 0; precision <= 16; precision++)
        {
            text = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == value)
            {
                break;
            }
        }

        return Split(text);
    }

    private static (string Sign, string Digits, int Exponent) Split(string text)
    {
        string sign = text.StartsWith('-') ? "-" : "";
        int at = text.IndexOf('E', StringComparison.Ordinal);
        string digits = text[sign.Length..at].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');

        return (sign, digits.Length == 0 ? "0"
            : digits, int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    // Go rounds a value that lies exactly between two to the even one, .NET away from zero.
    private static string ExactTie(double value, string format, int precision)
    {
        string rounded = value.ToString($"{format}{precision}", CultureInfo.InvariantCulture);
        string exact = value.ToString($"{format}{precision + Beyond}", CultureInfo.InvariantCulture);
        int end = exact.IndexOf('E', StringComparison.Ordinal) is >= 0 and int at ? at : exact.Length;
        string tail = exact[(end - Beyond)..end];
        bool isTie = tail[0] == '5' && tail.AsSpan(1).Trim('0').Length == 0;
        string before = exact[..(end - Beyond)].TrimEnd('.');

        return isTie && (before[^1] - '0') % 2 == 0 ? before + exact[end..] : rounded;
    }

    private static string Layout(string digits, int exponent, bool withExponent)
    {
        if (withExponent)
        {
            string rest = digits.Length > 1 ? $".{digits[1..]}" : "";

            return $"{digits[0]}{rest}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        return exponent + 1 >= digits.Length
            ? digits.PadRight(exponent + 1, '0')
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
