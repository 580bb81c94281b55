using System.Collections.Immutable;
using System.Globalization;
using Vireo.Detection.Rules.Expressions;

namespace Vireo.Detection.Rules.Templates;

/// <content>What stands inside an action.</content>
internal sealed partial class TemplateParser
{
    private (string? Key, string? Variable) ReadAssignment(bool isRange)
    {
        int start = _token;
        SkipBlanks();
        List<string> names = [];
        while (Current.Kind == TokenKind.Identifier && Current.Text.StartsWith('$') && names.Count < (isRange ? 2 : 1))
        {
            names.Add(Current.Text);
            _token++;
            SkipBlanks();
            if (Current.Is(","))
            {
                _token++;
                SkipBlanks();
            }
        }

        if (names.Count > 0 && (Current.Is(":=") || Current.Is("=")))
        {
            _token++;

            return names.Count == 2 ? (names[0], names[1]) : (null, names[0]);
        }

        _token = start;

        return (null, null);
    }

    private Pipeline ReadPipeline(bool isInBrackets)
    {
        SkipBlanks();
        int position = Current.Position;
        var commands = ImmutableArray.CreateBuilder<CommandNode>();
        while (true)
        {
            commands.Add(ReadCommand());
            SkipBlanks();
            if (Current.Is("|"))
            {
                _token++;
                continue;
            }

            bool isAtEnd = isInBrackets ? Current.Is(")") : Current.Kind == TokenKind.End;

            return isAtEnd
                ? new Pipeline(position, commands.ToImmutable())
                : throw new TemplateException(Current.Position, $"{Current} was not expected here.");
        }
    }

    private CommandNode ReadCommand()
    {
        SkipBlanks();
        int position = Current.Position;
        var words = ImmutableArray.CreateBuilder<OperandNode>();
        while (Current.Kind != TokenKind.End && !Current.Is("|") && !Current.Is(")"))
        {
            words.Add(ReadOperand());
            SkipBlanks();
        }

        return words.Count == 0
            ? throw new TemplateException(position, "A value or a function was expected here.")
            : new CommandNode(position, words.ToImmutable());
    }

    private OperandNode ReadOperand()
    {
        Token token = Current;
        _token++;
        if (token.Kind == TokenKind.Text)
        {
            return new ConstantNode(token.Position, token.Text);
        }

        if (token.Is("("))
        {
            Pipeline inner = ReadPipeline(isInBrackets: true);
            _token++;
            bool hasFields = Current.Kind == TokenKind.Identifier
                && Current.Text.StartsWith('.') && Current.Text.Length > 1;
            string fields = hasFields ? Current.Text : "";
            _token += hasFields ? 1 : 0;

            return new GroupNode(token.Position, inner, Fields(fields, token.Position));
        }

        if (token.Kind != TokenKind.Identifier)
        {
            throw new TemplateException(token.Position, $"{token} was not expected here.");
        }

        return token.Text[0] switch
        {
            '.' when token.Text.Length == 1 || !char.IsAsciiDigit(token.Text[1]) =>
                new FieldNode(token.Position, null, Fields(token.Text, token.Position)),
            '$' => Variable(token),
            _ => Word(token),
        };
    }

    private FieldNode Variable(Token token)
    {
        int dot = token.Text.IndexOf('.', StringComparison.Ordinal);
        string name = dot < 0 ? token.Text : token.Text[..dot];
        if (!_variables.Contains(name))
        {
            throw new TemplateException(token.Position,
                $"There is no variable {name}.{Checks.Suggest(name, _variables)}");
        }

        return new(token.Position, name, Fields(dot < 0 ? "" : token.Text[dot..], token.Position));
    }

    private static OperandNode Word(Token token)
    {
        if (token.Text is "true" or "false")
        {
            return new ConstantNode(token.Position, token.Text == "true");
        }

        if (token.Text == "nil")
        {
            return new ConstantNode(token.Position, null);
        }

        if (long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return new ConstantNode(token.Position, whole);
        }

        if (GoFloat(token.Text) is { } number)
        {
            return new ConstantNode(token.Position, number);
        }

        return TemplateFunctions.IsKnown(token.Text)
            ? new FunctionNode(token.Position, token.Text)
            : throw new TemplateException(token.Position, TemplateFunctions.IsRefused(token.Text)
                ? $"The function {token} is not supported."
                : $"There is no function {token}.{Checks.Suggest(token.Text, TemplateFunctions.Names)}");
    }

    private static double? GoFloat(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
        && Evaluation.GoNumbers.TryParse(text, out double number) ? number : null;

    private static ImmutableArray<string> Fields(string text, int position)
    {
        string[] fields = text.Split('.', StringSplitOptions.RemoveEmptyEntries);

        return fields.All(LabelNames.IsValid)
            ? [.. fields]
            : throw new TemplateException(position, $"'{text}' is no path of fields.");
    }
}
