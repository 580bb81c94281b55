namespace Vireo.Fleet;

/// <summary>Ties an action to the incident that it answers.</summary>
/// <param name="Remedy">The remedy of the policy that asked for it.</param>
/// <param name="Incident">The incident's identifier.</param>
/// <param name="Entity">What the incident is about.</param>
public sealed record IncidentAnswer(string Remedy, string Incident, EntityId Entity);
