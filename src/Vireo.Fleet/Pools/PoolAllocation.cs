using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>When a pool's capacity is divided among its members.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolAllocation>))]
public enum PoolAllocation
{
    /// <summary>In every decision, by need.</summary>
    Dynamic,

    /// <summary>By configuration alone: a member keeps its part whether it needs it or not.</summary>
    Static,
}
