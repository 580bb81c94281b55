namespace Vireo.Detection.Rules.Expressions;

/// <summary>One word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; unescaped for a string.</param>
/// <param name="Position">Where it starts.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is this symbol.</summary>
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Whether it is this word, in any case.</summary>
    public bool IsWord(string word) =>
        Kind == TokenKind.Identifier && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>As a message shows it.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end of the expression" : $"'{Text}'";
}
