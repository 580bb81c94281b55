using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Templates;

internal abstract record TemplateNode(int Position);

internal sealed record TextNode(int Position, string Text) : TemplateNode(Position);

/// <summary>Prints a value, or sets a variable to it when one is named.</summary>
internal sealed record ActionNode(int Position, string? Variable, Pipeline Pipeline) : TemplateNode(Position);

internal sealed record BranchNode(
    int Position, BranchKind Kind, Pipeline Pipeline, string? KeyVariable, string? Variable,
    ImmutableArray<TemplateNode> Body, ImmutableArray<TemplateNode> Otherwise) : TemplateNode(Position);

internal enum BranchKind
{
    If,
    With,
    Range,
}

internal sealed record Pipeline(int Position, ImmutableArray<CommandNode> Commands);

internal sealed record CommandNode(int Position, ImmutableArray<OperandNode> Words);

internal abstract record OperandNode(int Position);

internal sealed record ConstantNode(int Position, object? Value) : OperandNode(Position);

/// <summary>A variable, or the dot when there is none, and the fields followed from there.</summary>
internal sealed record FieldNode(int Position, string? Variable, ImmutableArray<string> Fields) : OperandNode(Position);

internal sealed record FunctionNode(int Position, string Name) : OperandNode(Position);

internal sealed record GroupNode(int Position, Pipeline Pipeline, ImmutableArray<string> Fields)
    : OperandNode(Position);
