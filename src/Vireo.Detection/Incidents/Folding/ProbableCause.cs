using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What probably brought an incident and those folded under it about.</summary>
/// <param name="Entity">Where it comes from.</param>
/// <param name="Score">How well it explains what is seen, 0 to 1; compare within one incident only.</param>
/// <param name="Evidence">Why, for people.</param>
public sealed record ProbableCause(EntityId Entity, double Score, string Evidence);
