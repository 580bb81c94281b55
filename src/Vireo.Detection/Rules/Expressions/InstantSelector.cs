namespace Vireo.Detection.Rules.Expressions;

internal sealed record InstantSelector(int Position, Selector Selector) : Expression(Position)
{
    public override ValueKind Kind => ValueKind.Vector;
}
