using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What one rule says about one entity at this look.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Severity">Of the incident, should there be one.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Evidence">The figures.</param>
/// <param name="Since">First sign of what is or was wrong, or of the calm.</param>
/// <param name="Samples">Samples or looks since then.</param>
internal sealed record Finding(
    string Rule,
    EntityId Entity,
    Standing Standing,
    Severity Severity,
    string Title,
    string Evidence,
    DateTimeOffset Since,
    int Samples)
{
    /// <summary>What the rule adds for those who route and group; empty when it adds nothing.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
