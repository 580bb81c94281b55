using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Templates;

internal abstract record TemplateNode(int Position);

internal sealed record TextNode(int Position, string Text) : TemplateNode(Position);

/// <param name="Variable">Set instead of printed; null to print.</param>
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

/// <param name="Variable">Null for the dot.</param>
/// <param name="Fields">Followed from there.</param>
internal sealed record FieldNode(int Position, string? Variable, ImmutableArray<string> Fields) : OperandNode(Position);

internal sealed record FunctionNode(int Position, string Name) : OperandNode(Position);

internal sealed record GroupNode(int Position, Pipeline Pipeline, ImmutableArray<string> Fields) : OperandNode(Position);
