namespace Vireo.Fleet;

/// <summary>An action that was started and whose end is not known yet.</summary>
/// <param name="Id">The action's identifier.</param>
/// <param name="Action">What is being done.</param>
/// <param name="StartedAt">When it was sent.</param>
public sealed record InFlightAction(ActionId Id, FleetAction Action, DateTimeOffset StartedAt);
