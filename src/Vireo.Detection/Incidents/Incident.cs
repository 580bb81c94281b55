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
    private readonly ImmutableArray<ProbableCause> _causes = [];
    private readonly ImmutableArray<Suspect> _suspects = [];

    /// <summary>Labels of the rule's alert, for routing; empty for rules that have none.</summary>
    public ImmutableSortedDictionary<string, string> Labels
    {
        get => _labels;
        init => _labels = value ?? ImmutableSortedDictionary<string, string>.Empty;
    }

    /// <summary>The incident that explains this one, so that people need not hear of both; null when it
    /// leads.</summary>
    public string? Under { get; init; }

    /// <summary>The incident whose title and evidence this one bears, as that is the worst that is wrong with the same
    /// entity; null when they are its own.</summary>
    public string? CalledBy { get; init; }

    /// <summary>What probably brought it about, the likeliest first; only of one that leads.</summary>
    public ImmutableArray<ProbableCause> Causes
    {
        get => _causes;
        init => _causes = value.IsDefault ? [] : value;
    }

    /// <summary>Changes shortly before it, the nearest first; only of one that leads.</summary>
    public ImmutableArray<Suspect> Suspects
    {
        get => _suspects;
        init => _suspects = value.IsDefault ? [] : value;
    }

    /// <summary>How often it was about to be over and came back; one that flaps is not over before it has been calm for
    /// long.</summary>
    public int Returns { get; init; }
}
