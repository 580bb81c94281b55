using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Expressions;

/// <content>Literals, selectors, functions, aggregations.</content>
public sealed partial class Parser
{
    private Expression ReadPrimary()
    {
        Token token = Current;
        if (token.Is("("))
        {
            Take();
            Expression inner = ReadBinary(0);
            Expect(")", "to close the bracket");

            return inner;
        }

        if (token.Is("{"))
        {
            return ReadSelector("", token.Position);
        }

        Take();
        switch (token.Kind)
        {
            case TokenKind.Number when NumberText.TryParse(token.Text, out double value):
                return new NumberLiteral(token.Position, value);
            case TokenKind.Text:
                return new TextLiteral(token.Position, token.Text);
            case TokenKind.Identifier:
                return ReadNamed(token);
            case TokenKind.Duration:
                throw new ExpressionException(token.Position,
                    $"The duration {token} can only stand in brackets or after 'offset'.");
            default:
                throw new ExpressionException(token.Position, $"A value was expected, not {token}.");
        }
    }

    private Expression ReadNamed(Token token)
    {
        bool isCalled = Current.Is("(") || Current.IsWord("by") || Current.IsWord("without");
        if (isCalled && Operators.FindAggregation(token.Text) is { } aggregation)
        {
            return ReadAggregation(token, aggregation);
        }

        if (Current.Is("("))
        {
            return ReadCall(token);
        }

        if (NumberText.TryParse(token.Text, out double value))
        {
            return new NumberLiteral(token.Position, value);
        }

        if (Operators.IsReserved(token.Text))
        {
            throw new ExpressionException(token.Position, $"{token} cannot stand here.");
        }

        return ReadSelector(token.Text, token.Position);
    }

    private FunctionCall ReadCall(Token name)
    {
        if (!Function.All.TryGetValue(name.Text, out Function? function))
        {
            throw new ExpressionException(name.Position, Function.Refused.Contains(name.Text)
                ? $"The function {name} is not supported."
                : $"There is no function {name}.{Checks.Suggest(name.Text, Function.All.Keys)}");
        }

        Take();
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        while (!Current.Is(")"))
        {
            arguments.Add(ReadBinary(0));
            if (!Current.Is(")"))
            {
                Expect(",", $"between the arguments of {name}");
            }
        }

        Take();
        var call = new FunctionCall(name.Position, function, arguments.ToImmutable());
        Checks.Check(call);

        return call;
    }

    private Aggregation ReadAggregation(Token name, AggregationKind kind)
    {
        (string[] Labels, bool IsWithout)? grouping = ReadGrouping();
        Expect("(", $"after {name}");
        Expression operand = ReadBinary(0);
        Expression? parameter = null;
        if (TakeIf(","))
        {
            parameter = operand;
            operand = ReadBinary(0);
        }

        Expect(")", $"to close {name}");
        grouping ??= ReadGrouping() ?? ([], false);
        var aggregation = new Aggregation(
            name.Position, kind, operand, parameter, grouping.Value.Labels, grouping.Value.IsWithout);
        Checks.Check(aggregation, name.Text);

        return aggregation;
    }

    private (string[] Labels, bool IsWithout)? ReadGrouping()
    {
        bool isWithout = Current.IsWord("without");
        if (!isWithout && !Current.IsWord("by"))
        {
            return null;
        }

        Take();

        return (ReadLabels(), isWithout);
    }

    private string[] ReadLabels()
    {
        Expect("(", "before the labels");
        var labels = new SortedSet<string>(StringComparer.Ordinal);
        while (!Current.Is(")"))
        {
            Token label = Take();
            if (label.Kind != TokenKind.Identifier || label.Text.Contains(':', StringComparison.Ordinal))
            {
                throw new ExpressionException(label.Position, $"A label was expected, not {label}.");
            }

            labels.Add(label.Text);
            if (!Current.Is(")"))
            {
                Expect(",", "between labels");
            }
        }

        Take();

        return [.. labels];
    }

    private (bool ReturnsBool, VectorMatching Matching) ReadModifiers(Token token, BinaryOperator kind)
    {
        bool returnsBool = TakeIfWord("bool");
        if (returnsBool && !Operators.IsComparison(kind))
        {
            throw new ExpressionException(token.Position, $"'bool' can only follow a comparison, not {token}.");
        }

        if (!Current.IsWord("on") && !Current.IsWord("ignoring"))
        {
            return (returnsBool, VectorMatching.Default);
        }

        bool isOn = Take().IsWord("on");
        string[] labels = ReadLabels();
        MatchSide many = Current.IsWord("group_left") ? MatchSide.Left
            : Current.IsWord("group_right") ? MatchSide.Right
            : MatchSide.Neither;
        string[] include = [];
        if (many != MatchSide.Neither)
        {
            Token group = Take();
            if (Operators.IsSet(kind))
            {
                throw new ExpressionException(group.Position, $"{token} cannot be grouped.");
            }

            include = Current.Is("(") ? ReadLabels() : [];
            string? both = isOn ? include.FirstOrDefault(label => labels.Contains(label)) : null;
            if (both is not null)
            {
                throw new ExpressionException(group.Position,
                    $"The label '{both}' may not stand in 'on' and in {group} at once.");
            }
        }

        return (returnsBool, new VectorMatching(isOn, labels, many, include));
    }

    private InstantSelector ReadSelector(string name, int position)
    {
        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        if (name.Length > 0)
        {
            matchers.Add(new LabelMatcher(Series.LabelSet.NameLabel, MatchKind.Equal, name));
        }

        if (TakeIf("{"))
        {
            while (!Current.Is("}"))
            {
                matchers.Add(ReadMatcher(name));
                if (!Current.Is("}"))
                {
                    Expect(",", "between conditions on labels");
                }
            }

            Take();
        }

        if (matchers.All(matcher => matcher.Matches("")))
        {
            throw new ExpressionException(position,
                "This selector takes every series. Add a name or a condition that an empty label does not fulfil.");
        }

        string only = matchers.FirstOrDefault(
            matcher => matcher is { Name: Series.LabelSet.NameLabel, Kind: MatchKind.Equal })?.Value ?? "";

        return new(position, new Selector(position, only, matchers.ToImmutable()));
    }

    private LabelMatcher ReadMatcher(string name)
    {
        Token label = Take();
        if (label.Kind != TokenKind.Identifier || label.Text.Contains(':', StringComparison.Ordinal))
        {
            throw new ExpressionException(label.Position, $"A label was expected, not {label}.");
        }

        if (name.Length > 0 && label.Text == Series.LabelSet.NameLabel)
        {
            throw new ExpressionException(label.Position, $"The name is set twice: '{name}' and here.");
        }

        Token comparison = Take();
        MatchKind kind = comparison.Kind != TokenKind.Symbol ? throw Unknown(comparison) : comparison.Text switch
        {
            "=" => MatchKind.Equal,
            "!=" => MatchKind.NotEqual,
            "=~" => MatchKind.Regex,
            "!~" => MatchKind.NotRegex,
            _ => throw Unknown(comparison),
        };
        Token value = Take();
        if (value.Kind != TokenKind.Text)
        {
            throw new ExpressionException(value.Position, $"A quoted string was expected, not {value}.");
        }

        try
        {
            return new(label.Text, kind, value.Text);
        }
        catch (ArgumentException error)
        {
            throw new ExpressionException(value.Position, error.Message);
        }
    }

    private static ExpressionException Unknown(Token token) =>
        new(token.Position, $"One of =, !=, =~, !~ was expected, not {token}.");
}
