using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>An incident that was over a short while ago.</summary>
/// <param name="Id">Which.</param>
/// <param name="Rule">The rule that saw it.</param>
/// <param name="Entity">What was wrong.</param>
/// <param name="At">When it was over.</param>
/// <param name="Times">How often that happened within the last hours.</param>
public sealed record EndedIncident(string Id, string Rule, EntityId Entity, DateTimeOffset At, int Times);
