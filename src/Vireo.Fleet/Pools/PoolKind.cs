using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How a resource pool deals with its neighbours and with its members.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolKind>))]
public enum PoolKind
{
    /// <summary>Members draw by shares, each resource by itself; what the pool does not use now, its neighbours
    /// use.</summary>
    Shared,

    /// <summary>Guaranteed and isolated: it lends only what its forecast says it will not need until it could have it
    /// back.</summary>
    Tenant,

    /// <summary>Members compete for several resources at once and are judged by the one each needs most: weighted
    /// dominant-resource fairness.</summary>
    Arbiter,
}
