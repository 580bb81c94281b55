namespace Vireo.Fleet;

/// <summary>An action that a remedy had started: what its limits count and its rest begins with.</summary>
/// <param name="Answer">Which remedy, for which incident.</param>
/// <param name="Action">What was done.</param>
/// <param name="At">When it was sent.</param>
public sealed record PastRemedy(IncidentAnswer Answer, FleetAction Action, DateTimeOffset At);
