using System.Collections.Frozen;
using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Live;

/// <summary>The newest measured load of every host and machine.</summary>
/// <param name="Entities">By entity; absent when nothing was measured.</param>
public sealed record FleetLoad(FrozenDictionary<EntityId, EntityLoad> Entities)
{
    /// <summary>Nothing is known yet.</summary>
    public static FleetLoad Empty { get; } = new(FrozenDictionary<EntityId, EntityLoad>.Empty);

    /// <summary>Of one host or machine.</summary>
    public EntityLoad Of(EntityId entity) => Entities.GetValueOrDefault(entity);
}
