namespace Vireo.Fleet;

/// <summary>Something that was considered and not done, and why.</summary>
/// <param name="Entity">What it was about.</param>
/// <param name="Rule">The rule or guard rail that said no, e.g. <c>S8</c> or <c>payback</c>.</param>
/// <param name="Reason">One sentence with figures.</param>
public sealed record Refusal(EntityId Entity, string Rule, string Reason);
