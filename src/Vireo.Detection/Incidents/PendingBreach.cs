using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>A breach that has begun and is not an incident yet.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Since">First breaching sample.</param>
/// <param name="Samples">Breaching samples in a row.</param>
public sealed record PendingBreach(string Rule, EntityId Entity, DateTimeOffset Since, int Samples);
