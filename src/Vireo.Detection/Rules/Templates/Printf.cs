using System.Globalization;
using System.Text;

namespace Vireo.Detection.Rules.Templates;

/// <summary><c>printf</c> with the verbs that rules use: v s q d f e g x t.</summary>
internal static class Printf
{
    /// <summary>Formats.</summary>
    public static string Format(string format, ReadOnlySpan<object?> arguments)
    {
        var text = new StringBuilder();
        int next = 0;
        int at = 0;
        while (at < format.Length)
        {
            if (format[at] != '%')
            {
                text.Append(format[at++]);
                continue;
            }

            int start = ++at;
            while (at < format.Length
                && (format[at] is '+' or '-' or '#' or ' ' or '.' || char.IsAsciiDigit(format[at])))
            {
                at++;
            }

            if (at == format.Length)
            {
                text.Append("%!(NOVERB)");
                break;
            }

            char verb = format[at++];
            if (verb == '%')
            {
                text.Append('%');
                continue;
            }

            text.Append(next < arguments.Length
                ? One(verb, format[start..(at - 1)], arguments[next++])
                : $"%!{verb}(MISSING)");
        }

        if (next < arguments.Length)
        {
            text.Append("%!(EXTRA ");
            for (int i = next; i < arguments.Length; i++)
            {
                text.Append(i > next
                    ? ", " : "").Append(TypeName(arguments[i])).Append('=').Append(GoFormat.Value(arguments[i]));
            }

            text.Append(')');
        }

        return text.ToString();
    }

    private static string One(char verb, string flags, object? value)
    {
        string digits = flags.TrimStart('+', '-', '#', ' ', '0');
        int dot = flags.IndexOf('.', StringComparison.Ordinal);
        int precision = dot < 0 ? -1 : int.TryParse(flags.AsSpan(dot + 1), out int given) ? given : 0;
        int width = int.TryParse(digits.Split('.')[0], out int wide) ? wide : 0;
        string? text = (verb, value) switch
        {
            ('v', _) =>
                value is double number && precision >= 0 ? GoFormat.General(number, precision) : GoFormat.Value(value),
            ('f' or 'F', double number) => GoFormat.Fixed(number, precision),
            ('e', double number) => GoFormat.Exponent(number, precision),
            ('g', double number) => GoFormat.General(number, precision),
            ('d', long whole) => whole.ToString(CultureInfo.InvariantCulture),
            ('x', long whole) => whole.ToString("x", CultureInfo.InvariantCulture),
            ('s', string word) => precision >= 0 && precision < word.Length ? word[..precision] : word,
            ('q', string word) => Quoted(word),
            ('t', bool flag) => flag ? "true" : "false",
            _ => null,
        };
        if (text is null)
        {
            return $"%!{verb}({TypeName(value)}={GoFormat.Value(value)})";
        }

        string signs = flags[..^flags.TrimStart('+', '-', '#', ' ', '0').Length];
        bool isNumber = value is double or long;
        text = signs.Contains('+', StringComparison.Ordinal) && isNumber && text[0] is not ('-' or '+')
            ? $"+{text}" : text;

        return signs.Contains('-', StringComparison.Ordinal) ? text.PadRight(width)
            : signs.Contains('0', StringComparison.Ordinal) && isNumber && text[0] is '-' or '+'
                ? text[0] + text[1..].PadLeft(width - 1, '0')
            : text.PadLeft(width, signs.Contains('0', StringComparison.Ordinal) && isNumber ? '0' : ' ');
    }

    private static string Quoted(string word)
    {
        string escaped = word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

        return $"\"{escaped}\"";
    }

    private static string TypeName(object? value) => value switch
    {
        null => "<nil>",
        double => "float64",
        long => "int",
        string => "string",
        bool => "bool",
        _ => "map[string]string",
    };
}
