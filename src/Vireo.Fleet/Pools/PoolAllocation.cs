using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Whether what a pool is entitled to follows its need.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolAllocation>))]
public enum PoolAllocation
{
    /// <summary>Divided anew in every decision, by need.</summary>
    Dynamic,

    /// <summary>Fixed at configuration: exactly its reservation, needed or not; it neither lends nor borrows.</summary>
    Static,
}
