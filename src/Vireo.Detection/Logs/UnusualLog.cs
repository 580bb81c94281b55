using Vireo.Fleet;

namespace Vireo.Detection.Logs;

/// <summary>Remarkable lines in the log of something of the fleet.</summary>
/// <param name="Entity">What they are about: who wrote them, or the datastore that they name.</param>
/// <param name="Kind">What is remarkable about them.</param>
/// <param name="Template">The line with <c>&lt;*&gt;</c> for what varies.</param>
/// <param name="Lines">How many since <paramref name="Since"/>; where they vanished, how many until then.</param>
/// <param name="Since">The first; where they vanished, the last.</param>
/// <param name="IsTrouble">Whether the words speak of trouble.</param>
public sealed record UnusualLog(
    EntityId Entity, LogSignalKind Kind, string Template, long Lines, DateTimeOffset Since, bool IsTrouble);
