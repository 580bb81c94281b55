using System.Globalization;
using System.Text;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>Escape sequences in quoted strings: those of Go, which expressions follow.</summary>
internal static class Escapes
{
    /// <summary>Reads one sequence.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="at">Where the backslash is.</param>
    /// <param name="quote">The quote around it.</param>
    /// <param name="value">Receives what it stands for.</param>
    /// <returns>Where the sequence ends.</returns>
    public static int Read(string text, int at, char quote, StringBuilder value)
    {
        char kind = at + 1 < text.Length ? text[at + 1] : '\0';
        int simple = "abfnrtv\\".IndexOf(kind, StringComparison.Ordinal);
        if (simple >= 0)
        {
            value.Append("\a\b\f\n\r\t\v\\"[simple]);

            return at + 2;
        }

        if (kind == quote)
        {
            value.Append(kind);

            return at + 2;
        }

        int digits = kind switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && at + 2 + digits <= text.Length
            && int.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out int code)
            && Rune.IsValid(code) && (kind != 'x' || code < 0x80))
        {
            value.Append(new Rune(code).ToString());

            return at + 2 + digits;
        }

        throw new ExpressionException(
            at, $"'\\{kind}' is no escape sequence here. Write \\\\ for a backslash, or quote the string with backticks.");
    }
}
