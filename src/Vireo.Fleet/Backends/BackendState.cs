using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a load balancer does with one of its backends.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BackendState>))]
public enum BackendState
{
    /// <summary>It is sent requests.</summary>
    Serving,

    /// <summary>It is sent nothing new and ends what it has begun.</summary>
    Draining,
}
