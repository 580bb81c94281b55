namespace Vireo.Fleet;

/// <summary>A danger that the decision should take into account.</summary>
/// <param name="Entity">What is in danger.</param>
/// <param name="Kind">Which danger.</param>
/// <param name="Probability">That it comes true within the horizon, 0 to 1.</param>
/// <param name="Reason">The evidence, for people.</param>
public sealed record Hazard(EntityId Entity, HazardKind Kind, double Probability, string Reason);
