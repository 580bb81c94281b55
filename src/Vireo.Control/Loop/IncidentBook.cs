using System.Collections.Immutable;
using Vireo.Detection;

namespace Vireo.Control;

/// <summary>Open incidents and the newest resolved ones.</summary>
internal sealed class IncidentBook(int resolvedCapacity)
{
    private ImmutableArray<Incident> _open = [];
    private ImmutableArray<Incident> _resolved = [];

    /// <summary>Open ones first, then the newest resolved.</summary>
    public ImmutableArray<Incident> All => [.. _open, .. _resolved];

    /// <summary>The newest resolved ones.</summary>
    public ImmutableArray<Incident> Resolved => _resolved;

    /// <summary>Takes up what an earlier life knew.</summary>
    public void Restore(WatchState watch, ImmutableArray<Incident> resolved)
    {
        _open = watch.Open;
        _resolved = resolved;
    }

    /// <summary>Takes an incident that is over, whoever opened it.</summary>
    public void AddResolved(Incident incident) => _resolved = [.. _resolved.Prepend(incident).Take(resolvedCapacity)];

    public void Take(WatchResult result)
    {
        _open = result.State.Open;
        ImmutableArray<Incident> over = [.. result.Changed.Where(incident => incident.ResolvedAt is not null)];
        if (!over.IsEmpty)
        {
            _resolved = [.. over.Concat(_resolved).Take(resolvedCapacity)];
        }
    }
}
