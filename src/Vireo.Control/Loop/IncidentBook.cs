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

    public void Take(WatchResult result)
    {
        _open = result.State.Open;
        var over = result.Changed.Where(incident => incident.ResolvedAt is not null);
        _resolved = [.. over.Concat(_resolved).Take(resolvedCapacity)];
    }
}
