using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Vireo.Server.Configuration;

/// <summary>Sizes as people write them: bytes, or with <c>KiB</c>, <c>MiB</c>, <c>GiB</c>, <c>TiB</c>.</summary>
public static class SizeText
{
    /// <summary>As a regular expression.</summary>
    public const string Pattern = "^[0-9]+(\\.[0-9]+)? ?(KiB|MiB|GiB|TiB)?$";

    private static readonly (string Unit, long Bytes)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    /// <summary>Reads a size that is not negative and gives whole bytes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out long bytes)
    {
        bytes = 0;
        if (text is null)
        {
            return false;
        }

        decimal factor = 1;
        var digits = text.AsSpan();
        foreach (var (unit, size) in Units)
        {
            if (digits.EndsWith(unit, StringComparison.Ordinal))
            {
                factor = size;
                digits = digits[..^unit.Length].TrimEnd(' ');

                break;
            }
        }

        if (digits.Length > 18 ||
            !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ||
            number * factor > long.MaxValue || number * factor % 1 != 0)
        {
            return false;
        }

        bytes = (long)(number * factor);

        return true;
    }
}
