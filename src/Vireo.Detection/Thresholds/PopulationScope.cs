using System.Text.Json.Serialization;

namespace Vireo.Detection;

/// <summary>Whose members a rule counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PopulationScope>))]
public enum PopulationScope
{
    /// <summary>All of the cluster.</summary>
    Cluster,

    /// <summary>Each rack, or other fault domain.</summary>
    Rack,

    /// <summary>Each resource pool; of virtual machines only.</summary>
    Pool,

    /// <summary>Each group of replicas; of virtual machines only.</summary>
    Group,
}
