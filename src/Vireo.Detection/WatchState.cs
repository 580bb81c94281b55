using System.Collections.Immutable;

namespace Vireo.Detection;

/// <summary>What the watcher remembers between cycles.</summary>
/// <param name="Open">Incidents that last, ordered by identifier.</param>
/// <param name="Pending">Breaches that have not lasted long enough yet, ordered by rule and entity.</param>
public sealed record WatchState(ImmutableArray<Incident> Open, ImmutableArray<PendingBreach> Pending)
{
    private readonly ImmutableArray<EndedIncident> _ended = [];

    /// <summary>Nothing is wrong.</summary>
    public static WatchState Quiet => new([], []);

    /// <summary>Open incidents whose cause is gone, but not for long enough; ordered by rule and entity.</summary>
    public ImmutableArray<PendingBreach> Clearing { get; init; } = [];

    /// <summary>Incidents that were over within the last hours: what comes back soon flaps.</summary>
    public ImmutableArray<EndedIncident> Ended
    {
        get => _ended;
        init => _ended = value.IsDefault ? [] : value;
    }
}
