using System.Globalization;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>Numbers as expressions write and print them.</summary>
internal static class NumberText
{
    /// <summary>Reads <c>1</c>, <c>1.5e3</c>, <c>.5</c>, <c>0x1F</c>, <c>Inf</c> or <c>NaN</c>, without a
    /// sign.</summary>
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            bool isHex = ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out ulong hex);
            value = hex;

            return isHex;
        }

        if (text.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] is 'i' or 'I' ? double.PositiveInfinity : double.NaN;

            return true;
        }

        // A leading zero means octal to others: refused rather than read in another way.
        if (text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]) && text.All(char.IsAsciiDigit))
        {
            return false;
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The shortest text that reads back the same, without an exponent.</summary>
    public static string Plain(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);

        return exponent < 0
            ? text : Expand(text[..exponent], int.Parse(text.AsSpan(exponent + 1), CultureInfo.InvariantCulture));
    }

    private static string Expand(string mantissa, int exponent)
    {
        string sign = mantissa.StartsWith('-') ? "-" : "";
        string digits = mantissa.TrimStart('-');
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int whole = (point < 0 ? digits.Length : point) + exponent;
        digits = digits.Replace(".", "", StringComparison.Ordinal);

        return whole <= 0 ? $"{sign}0.{new string('0', -whole)}{digits}"
            : whole >= digits.Length ? $"{sign}{digits.PadRight(whole, '0')}"
            : $"{sign}{digits[..whole]}.{digits[whole..]}";
    }
}
