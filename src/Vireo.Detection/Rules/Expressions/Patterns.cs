using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>Regular expressions as Prometheus has them (RE2): matched in linear time and over the whole
/// value.</summary>
/// <remarks>What RE2 does not have is refused; classes such as <c>\d</c> mean ASCII; what RE2 has and .NET reads
/// differently is refused too rather than read differently.</remarks>
internal static class Patterns
{
    private const int MostKept = 4_096;
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <summary>The pattern, compiled.</summary>
    /// <exception cref="ArgumentException">It is not understood.</exception>
    public static Regex Anchored(string pattern)
    {
        if (Known.TryGetValue(pattern, out Regex? known))
        {
            return known;
        }

        Regex regex;
        try
        {
            regex = new Regex($"^(?:{Translated(pattern)})\\z",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is NotSupportedException or RegexParseException)
        {
            throw new ArgumentException($"'{pattern}' is no pattern that RE2 and Vireo read alike: {error.Message}",
                error);
        }

        if (Known.Count < MostKept)
        {
            Known[pattern] = regex;
        }

        return regex;
    }

    /// <summary>The pattern in the notation of .NET, not anchored.</summary>
    /// <exception cref="ArgumentException">It is not understood.</exception>
    public static string Translated(string pattern)
    {
        var text = new StringBuilder();
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\')
            {
                i++;
                text.Append(Escape(pattern, i, inClass));
            }
            else if (c == '[' && inClass)
            {
                text.Append(i + 1 < pattern.Length && pattern[i + 1] == ':' ? throw Refuse(pattern, "[[:…:]]") : "\\[");
            }
            else if (c == '-' && inClass && i + 1 < pattern.Length && pattern[i + 1] == '[')
            {
                throw Refuse(pattern, "-[ in a class");
            }
            else if (c == '$' && !inClass)
            {
                text.Append("\\z");
            }
            else
            {
                text.Append(c == '(' && !inClass ? Group(pattern, i) : c);
                inClass = inClass ? c != ']' || IsFirstInClass(pattern, i) : c == '[';
            }
        }

        return text.ToString();
    }

    private static bool IsFirstInClass(string pattern, int at) =>
        pattern[at - 1] == '[' || (at > 1 && pattern[at - 1] == '^' && pattern[at - 2] == '[');

    private static char Group(string pattern, int at)
    {
        ReadOnlySpan<char> rest = pattern.AsSpan(at + 1);
        bool isPlain = !rest.StartsWith("?")
            || rest.StartsWith("?:") || rest.StartsWith("?i)") || rest.StartsWith("?i:")
            || rest.StartsWith("?P<");

        return isPlain && !rest.StartsWith("?P<")
            ? '(' : throw Refuse(pattern, $"({rest[..Math.Min(3, rest.Length)]}…");
    }

    private static string Escape(string pattern, int at, bool inClass)
    {
        char c = at < pattern.Length ? pattern[at] : throw Refuse(pattern, "a backslash at the end");

        return c switch
        {
            'd' => inClass ? "0-9" : "[0-9]",
            'w' => inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]",
            's' => inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]",
            'D' when !inClass => "[^0-9]",
            'W' when !inClass => "[^0-9A-Za-z_]",
            'S' when !inClass => "[^\\t\\n\\f\\r ]",
            'n' or 't' or 'r' or 'f' or 'v' => $"\\{c}",
            '/' or '-' or '"' or '\'' or ':' or ',' or '=' or '@' or '%' or '&' or '~' or '!' or '<' or '>' or ';' or '`' or '_' =>
                c == '-' ? "\\-" : c.ToString(),
            _ when char.IsAsciiPunctuation(c) => $"\\{c}",
            _ => throw Refuse(pattern, $"\\{c}"),
        };
    }

    private static ArgumentException Refuse(string pattern, string what) =>
        new($"'{pattern}' uses {what}, which is not supported in patterns.");
}

file static class CharacterTests
{
    extension(char)
    {
        public static bool IsAsciiPunctuation(char c) => c < 0x80 && (char.IsPunctuation(c) || char.IsSymbol(c));
    }
}
