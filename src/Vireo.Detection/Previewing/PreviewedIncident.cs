using Vireo.Fleet;

namespace Vireo.Detection.Previewing;

/// <summary>An incident that a rule would have opened.</summary>
/// <param name="Entity">About what.</param>
/// <param name="Severity">How urgent, at its end.</param>
/// <param name="Title">One line for people.</param>
/// <param name="OpenedAt">First sign.</param>
/// <param name="ResolvedAt">When it would have been over; null when it would still be open.</param>
public sealed record PreviewedIncident(
    EntityId Entity, Severity Severity, string Title, DateTimeOffset OpenedAt, DateTimeOffset? ResolvedAt);
