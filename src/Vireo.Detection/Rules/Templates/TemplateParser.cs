using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Templates;

/// <summary>Reads templates: the part of Go's language that alert rules use. Anything else is refused.</summary>
internal sealed partial class TemplateParser
{
    private static readonly string[] Ends = ["end", "else"];
    private readonly string _text;
    private int _at;
    private List<Token> _tokens = [];
    private int _token;
    private readonly List<string> _variables = ["$", "$labels", "$externalLabels", "$externalURL", "$value"];

    private TemplateParser(string text) => _text = text;

    /// <summary>Parses a template.</summary>
    public static ImmutableArray<TemplateNode> Parse(string text)
    {
        var parser = new TemplateParser(text);
        (ImmutableArray<TemplateNode> nodes, Token? end) = parser.ReadNodes();

        return end is { } stray ? throw new TemplateException(stray.Position, $"{stray} has nothing to end.") : nodes;
    }

    private Token Current => _tokens[_token];

    private (ImmutableArray<TemplateNode> Nodes, Token? End) ReadNodes()
    {
        var nodes = ImmutableArray.CreateBuilder<TemplateNode>();
        while (_at < _text.Length)
        {
            int open = _text.IndexOf("{{", _at, StringComparison.Ordinal);
            AddText(nodes, open < 0 ? _text.Length : open);
            if (open < 0)
            {
                break;
            }

            OpenAction(open);
            SkipBlanks();
            if (Current.Kind == TokenKind.Identifier && Ends.Contains(Current.Text))
            {
                return (nodes.ToImmutable(), Current);
            }

            if (Current.Kind != TokenKind.End)
            {
                nodes.Add(ReadAction());
            }
        }

        return (nodes.ToImmutable(), null);
    }

    private void AddText(ImmutableArray<TemplateNode>.Builder nodes, int to)
    {
        string text = _text[_at..to];
        bool trimsBefore = to < _text.Length
            && to + 3 < _text.Length && _text[to + 2] == '-' && char.IsWhiteSpace(_text[to + 3]);
        text = trimsBefore ? text.TrimEnd() : text;
        text = _trimsNext ? text.TrimStart() : text;
        _trimsNext = false;
        if (text.Length > 0)
        {
            nodes.Add(new TextNode(_at, text));
        }

        _at = to;
    }

    private bool _trimsNext;

    private void OpenAction(int open)
    {
        int from = open + 2;
        if (from + 1 < _text.Length && _text[from] == '-' && char.IsWhiteSpace(_text[from + 1]))
        {
            from++;
        }

        int close = ActionEnd(open, from);
        int to = close;
        if (to - 2 >= from && _text[to - 1] == '-' && char.IsWhiteSpace(_text[to - 2]))
        {
            to--;
            _trimsNext = true;
        }

        string body = _text[from..to].Trim();
        _tokens = body.StartsWith("/*", StringComparison.Ordinal) && body.EndsWith("*/", StringComparison.Ordinal)
            ? [new(TokenKind.End, "", to)]
            : TemplateLexer.Read(_text, from, to);
        _token = 0;
        _at = close + 2;
    }

    private int ActionEnd(int open, int from)
    {
        char quote = '\0';
        for (int i = from; i + 1 < _text.Length; i++)
        {
            char c = _text[i];
            if (quote != '\0')
            {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '`')
            {
                quote = c;
            }
            else if (c == '}' && _text[i + 1] == '}')
            {
                return i;
            }
        }

        throw new TemplateException(open, "'{{' without '}}'.");
    }

    private TemplateNode ReadAction()
    {
        Token word = Current;
        if (word.Kind == TokenKind.Identifier && word.Text is "if" or "with" or "range")
        {
            _token++;

            return ReadBranch(word);
        }

        if (word.Kind == TokenKind.Identifier
            && word.Text is "define" or "template" or "block" or "break" or "continue")
        {
            throw new TemplateException(word.Position, $"{word} is not supported.");
        }

        (_, string? variable) = ReadAssignment(isRange: false);
        Pipeline pipeline = ReadPipeline(isInBrackets: false);
        if (variable is not null)
        {
            _variables.Add(variable);
        }

        return new ActionNode(word.Position, variable, pipeline);
    }

    private BranchNode ReadBranch(Token word)
    {
        BranchKind kind = word.Text switch { "if" => BranchKind.If, "with" => BranchKind.With, _ => BranchKind.Range };
        int known = _variables.Count;
        (string? key, string? variable) = ReadAssignment(kind == BranchKind.Range);
        Pipeline pipeline = ReadPipeline(isInBrackets: false);
        _variables.AddRange(((string?[])[key, variable]).OfType<string>());
        (ImmutableArray<TemplateNode> body, Token? end) = ReadNodes();
        ImmutableArray<TemplateNode> otherwise = [];
        if (end is { Text: "else" })
        {
            _token++;
            SkipBlanks();
            if (Current.IsWord("if"))
            {
                Token inner = Current;
                _token++;
                otherwise = [ReadBranch(inner)];
                end = new Token(TokenKind.Identifier, "end", word.Position);
            }
            else
            {
                (otherwise, end) = ReadNodes();
            }
        }

        _variables.RemoveRange(known, _variables.Count - known);

        return end is { Text: "end" }
            ? new BranchNode(word.Position, kind, pipeline, key, variable, body, otherwise)
            : throw new TemplateException(word.Position, $"{word} has no {{{{ end }}}}.");
    }

    private void SkipBlanks()
    {
        while (Current.Is(" "))
        {
            _token++;
        }
    }
}
