namespace Vireo.Detection.Rules.Expressions;

/// <summary>An expression that cannot be read, or that asks for what is not supported; nothing is
/// approximated.</summary>
/// <param name="position">Where in the expression, in characters from its start.</param>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class ExpressionException(int position, string message) : Exception(message)
{
    /// <summary>Where in the expression, in characters from its start.</summary>
    public int Position { get; } = position;
}
