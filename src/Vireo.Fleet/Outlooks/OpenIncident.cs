namespace Vireo.Fleet;

/// <summary>Something that is wrong while a decision is made: what a <see cref="Remedy"/> may answer.</summary>
/// <param name="Id">The incident's identifier.</param>
/// <param name="Rule">The rule that saw it.</param>
/// <param name="Entity">What is wrong.</param>
/// <param name="Severity">How urgent.</param>
/// <param name="Title">One line for people.</param>
/// <param name="OpenedAt">First sign.</param>
public sealed record OpenIncident(
    string Id, string Rule, EntityId Entity, Severity Severity, string Title, DateTimeOffset OpenedAt);
