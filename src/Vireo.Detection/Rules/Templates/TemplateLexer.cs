using System.Text;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Templates;

/// <summary>Parts one action of a template, what stands between double braces, into words.</summary>
internal static class TemplateLexer
{
    /// <summary>The words of an action.</summary>
    /// <param name="text">The whole template.</param>
    /// <param name="from">Behind the opening braces.</param>
    /// <param name="to">Before the closing ones.</param>
    public static List<Token> Read(string text, int from, int to)
    {
        List<Token> tokens = [];
        int at = from;
        while (at < to)
        {
            char c = text[at];
            if (char.IsWhiteSpace(c))
            {
                tokens.Add(new(TokenKind.Symbol, " ", at));
                at++;
            }
            else if (c is '"' or '`' or '\'')
            {
                int start = at;
                string value = Quoted(text, ref at, to);
                tokens.Add(new(TokenKind.Text, value, start));
            }
            else if (text.AsSpan(at).StartsWith(":="))
            {
                tokens.Add(new(TokenKind.Symbol, ":=", at));
                at += 2;
            }
            else if (c is '|' or '(' or ')' or ',' or '=')
            {
                tokens.Add(new(TokenKind.Symbol, c.ToString(), at++));
            }
            else
            {
                int start = at;
                while (at < to && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' or '$' or '-' or '+'))
                {
                    at++;
                }

                if (at == start)
                {
                    throw new TemplateException(at, $"'{c}' has no meaning inside {{{{ }}}}.");
                }

                tokens.Add(new(TokenKind.Identifier, text[start..at], start));
            }
        }

        tokens.Add(new(TokenKind.End, "", to));

        return tokens;
    }

    private static string Quoted(string text, ref int at, int to)
    {
        int start = at;
        char quote = text[at++];
        var value = new StringBuilder();
        while (at < to && text[at] != quote)
        {
            if (text[at] == '\\' && quote != '`')
            {
                try
                {
                    at = Escapes.Read(text, at, quote, value);
                }
                catch (ExpressionException error)
                {
                    throw new TemplateException(error.Position, error.Message);
                }
            }
            else
            {
                value.Append(text[at++]);
            }
        }

        if (at >= to)
        {
            throw new TemplateException(start, $"The string that starts here has no closing {quote}.");
        }

        at++;

        return value.ToString();
    }
}
