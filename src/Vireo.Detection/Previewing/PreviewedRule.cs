using System.Collections.Immutable;

namespace Vireo.Detection.Previewing;

/// <summary>What one rule would have done.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Fired">Incidents that it would have opened.</param>
/// <param name="Entities">About how many objects.</param>
/// <param name="Longest">The longest of them; zero when there was none.</param>
/// <param name="Newest">The newest of them, newest first, bounded.</param>
/// <param name="Unkept">Series that it reads and of which nothing is kept in that time, by name: of those it knew
/// nothing here.</param>
public sealed record PreviewedRule(
    string Name, int Fired, int Entities, TimeSpan Longest, ImmutableArray<PreviewedIncident> Newest,
    ImmutableArray<string> Unkept)
{
    /// <summary>When it would have fired last; null when it would not.</summary>
    public DateTimeOffset? LastAt => Newest is [var last, ..] ? last.OpenedAt : null;
}
