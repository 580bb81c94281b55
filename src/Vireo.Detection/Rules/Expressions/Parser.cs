namespace Vireo.Detection.Rules.Expressions;

/// <summary>Reads expressions: the part of PromQL that is supported, with its meaning. Anything else is
/// refused.</summary>
/// <remarks>Not supported: sub-queries, the <c>@</c> modifier, native histograms, and functions beyond
/// <see cref="Function.All"/>.</remarks>
public sealed partial class Parser
{
    private const int Deepest = 200;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(string text) => _tokens = Lexer.Read(text);

    private Token Current => _tokens[_at];

    /// <summary>Parses a whole expression.</summary>
    /// <exception cref="ExpressionException">It cannot be read or is not supported.</exception>
    public static Expression Parse(string text)
    {
        var parser = new Parser(text);
        if (parser.Current.Kind == TokenKind.End)
        {
            throw new ExpressionException(0, "The expression is empty.");
        }

        Expression expression = parser.ReadBinary(0);
        if (parser.Current.Kind != TokenKind.End)
        {
            throw new ExpressionException(parser.Current.Position, $"{parser.Current} was not expected here.");
        }

        return expression;
    }

    private Token Take() => _tokens[_at++];

    private bool TakeIf(string symbol)
    {
        bool isIt = Current.Is(symbol);
        _at += isIt ? 1 : 0;

        return isIt;
    }

    private bool TakeIfWord(string word)
    {
        bool isIt = Current.IsWord(word);
        _at += isIt ? 1 : 0;

        return isIt;
    }

    private void Expect(string symbol, string where)
    {
        if (!TakeIf(symbol))
        {
            throw new ExpressionException(Current.Position, $"'{symbol}' expected {where}, not {Current}.");
        }
    }

    private Expression ReadBinary(int lowest)
    {
        if (++_depth > Deepest)
        {
            throw new ExpressionException(Current.Position,
                $"Nested more than {Deepest} deep. Split it with recording rules.");
        }

        Expression left = ReadUnary();
        while (Operators.Find(Current) is { } found && found.Precedence >= lowest)
        {
            Token token = Take();
            (bool returnsBool, VectorMatching matching) = ReadModifiers(token, found.Operator);

            // Only the power binds to the right.
            Expression right = ReadBinary(found.Operator == BinaryOperator.Power
                ? found.Precedence : found.Precedence + 1);
            var operation = new BinaryOperation(left.Position, found.Operator, left, right, returnsBool, matching);
            Checks.Check(operation, token);
            left = operation;
        }

        _depth--;

        return left;
    }

    private Expression ReadUnary()
    {
        if (!Current.Is("-") && !Current.Is("+"))
        {
            return ReadPostfix();
        }

        Token sign = Take();

        // A sign binds closer than a product and looser than a power.
        Expression operand = ReadBinary(Operators.ProductPrecedence + 1);
        if (operand.Kind is not (ValueKind.Scalar or ValueKind.Vector))
        {
            throw new ExpressionException(sign.Position,
                $"A sign needs a number or an instant vector, not {Checks.Name(operand.Kind)}.");
        }

        return sign.Text == "+" ? operand
            : operand is NumberLiteral number ? new NumberLiteral(sign.Position, -number.Value)
            : new Negation(sign.Position, operand);
    }

    private Expression ReadPostfix()
    {
        bool isBracketed = Current.Is("(");
        Expression expression = ReadPrimary();
        while (true)
        {
            if (isBracketed && (Current.Is("[") || Current.IsWord("offset")))
            {
                throw new ExpressionException(
                    Current.Position,
                        $"{Current} can only follow a selector, not a bracket; sub-queries are not supported.");
            }

            if (Current.Is("["))
            {
                expression = ReadRange(expression);
            }
            else if (Current.IsWord("offset"))
            {
                ReadOffset(expression);
            }
            else if (Current.Is("@"))
            {
                throw new ExpressionException(Current.Position, "The @ modifier is not supported.");
            }
            else
            {
                return expression;
            }
        }
    }

    private RangeSelector ReadRange(Expression expression)
    {
        Token open = Take();
        int closeAt = _tokens.FindIndex(_at, token => token.Is("]"));
        if (closeAt > 0 && _tokens.FindIndex(_at, closeAt - _at, token =>
            token.Is(":") || token.Text.StartsWith(':')) > 0)
        {
            throw new ExpressionException(open.Position,
                "Sub-queries are not supported. Record the inner expression by a rule of its own.");
        }

        if (expression is not InstantSelector { Selector.OffsetMilliseconds: 0 } instant)
        {
            throw new ExpressionException(open.Position, "A range can only follow a selector, before its offset.");
        }

        long range = ReadDuration("a range");
        Expect("]", "after the range");
        if (range == 0)
        {
            throw new ExpressionException(open.Position, "A range must be longer than 0.");
        }

        return new(expression.Position, instant.Selector, range);
    }

    private void ReadOffset(Expression expression)
    {
        Token word = Take();
        Selector? selector = (expression as InstantSelector)?.Selector ?? (expression as RangeSelector)?.Selector;
        if (selector is null)
        {
            throw new ExpressionException(word.Position,
                "'offset' can only follow a selector; write it inside the function.");
        }

        if (selector.OffsetMilliseconds != 0)
        {
            throw new ExpressionException(word.Position, "'offset' may not be set twice.");
        }

        bool isNegative = TakeIf("-");
        long offset = ReadDuration("an offset");
        selector.OffsetMilliseconds = isNegative ? -offset : offset;
    }

    private long ReadDuration(string what)
    {
        Token token = Take();

        return token.Kind == TokenKind.Duration && DurationNotation.TryParse(token.Text, out long milliseconds)
            ? milliseconds
            : throw new ExpressionException(token.Position, $"{what} is written like 5m or 1h30m, not {token}.");
    }
}
