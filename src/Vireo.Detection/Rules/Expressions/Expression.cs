namespace Vireo.Detection.Rules.Expressions;

/// <summary>A node of a parsed expression.</summary>
/// <param name="Position">Where it starts in the text.</param>
public abstract record Expression(int Position)
{
    /// <summary>What it gives.</summary>
    public abstract ValueKind Kind { get; }
}
