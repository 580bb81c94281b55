using Vireo.Fleet;

namespace Vireo.Detection.Exhaustion;

/// <summary>A series that fills, under one rule.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Entity">What fills.</param>
/// <param name="Use">The newest use, as a ratio of what is full.</param>
/// <param name="Warning">When it will be full.</param>
public sealed record FillingSeries(string Rule, EntityId Entity, double Use, ExhaustionWarning Warning);
