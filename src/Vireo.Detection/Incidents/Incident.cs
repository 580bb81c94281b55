using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Something wrong with one entity, from its first sign to its end.</summary>
/// <param name="Id">Unique: rule, entity and opening time.</param>
/// <param name="Rule">The rule that saw it.</param>
/// <param name="Entity">What is wrong.</param>
/// <param name="Severity">How urgent.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Evidence">The figures behind it, newest.</param>
/// <param name="OpenedAt">First sign.</param>
/// <param name="UpdatedAt">Last change.</param>
/// <param name="ResolvedAt">When it was over; null while it lasts.</param>
public sealed record Incident(
    string Id,
    string Rule,
    EntityId Entity,
    Severity Severity,
    string Title,
    string Evidence,
    DateTimeOffset OpenedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt)
{
    private readonly ImmutableSortedDictionary<string, string> _labels = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Labels of the rule's alert, for routing; empty for rules that have none.</summary>
    public ImmutableSortedDictionary<string, string> Labels
    {
        get => _labels;
        init => _labels = value ?? ImmutableSortedDictionary<string, string>.Empty;
    }
}
