using System.Text;

namespace Vireo.Detection.Rules.Expressions;

/// <summary>Parts an expression into words.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "=~", "!~", "{", "}", "(", ")", "[", "]", ",", "=", "<", ">", "+", "-", "*", "/", "%",
            "^", "@", ":"];

    /// <summary>All words, an end behind them.</summary>
    public static List<Token> Read(string text)
    {
        List<Token> tokens = [];
        int at = 0;
        while (true)
        {
            at = SkipBlank(text, at);
            if (at == text.Length)
            {
                tokens.Add(new(TokenKind.End, "", at));

                return tokens;
            }

            Token token = Next(text, at, ref at);
            tokens.Add(token);
        }
    }

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t' or '\n' or '\r')
            {
                at++;
            }
            else if (text[at] == '#')
            {
                while (at < text.Length && text[at] != '\n')
                {
                    at++;
                }
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static Token Next(string text, int start, ref int at)
    {
        char c = text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
        {
            return NumberOrDuration(text, start, ref at);
        }

        if (char.IsAsciiLetter(c) || c is '_' or ':')
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or ':'))
            {
                at++;
            }

            return c == ':' && at == start + 1
                ? new(TokenKind.Symbol, ":", start)
                : new(TokenKind.Identifier, text[start..at], start);
        }

        if (c is '"' or '\'' or '`')
        {
            return Quoted(text, start, ref at);
        }

        foreach (string symbol in Symbols)
        {
            if (text.AsSpan(start).StartsWith(symbol))
            {
                at = start + symbol.Length;

                return new(TokenKind.Symbol, symbol, start);
            }
        }

        throw new ExpressionException(start, $"'{c}' has no meaning here.");
    }

    private static Token NumberOrDuration(string text, int start, ref int at)
    {
        bool isHex = text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'X';
        at = isHex ? start + 2 : start;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_'
            || (!isHex && text[at] is '+' or '-' && text[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        string word = text[start..at];
        if (NumberText.TryParse(word, out _))
        {
            return new(TokenKind.Number, word, start);
        }

        return DurationNotation.TryParse(word, out _)
            ? new(TokenKind.Duration, word, start)
            : throw new ExpressionException(start, $"'{word}' is neither a number nor a duration such as 5m or 1h30m.");
    }

    private static Token Quoted(string text, int start, ref int at)
    {
        char quote = text[start];
        var value = new StringBuilder();
        at = start + 1;
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\n' && quote != '`')
            {
                break;
            }

            if (text[at] == '\\' && quote != '`')
            {
                at = Escapes.Read(text, at, quote, value);
            }
            else
            {
                value.Append(text[at++]);
            }
        }

        if (at >= text.Length || text[at] != quote)
        {
            throw new ExpressionException(start, $"The string that starts here has no closing {quote}.");
        }

        at++;

        return new(TokenKind.Text, value.ToString(), start);
    }
}
