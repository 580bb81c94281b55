namespace Vireo.Detection.Rules.Expressions;

/// <summary>Kinds of words in an expression.</summary>
internal enum TokenKind
{
    End,
    Identifier,
    Number,
    Duration,
    Text,
    Symbol,
}
