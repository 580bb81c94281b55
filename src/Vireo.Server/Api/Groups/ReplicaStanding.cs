using System.Text.Json.Serialization;

namespace Vireo.Server.Api.Groups;

/// <summary>How a replica stands with the load balancer of its group.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplicaStanding>))]
public enum ReplicaStanding
{
    /// <summary>It serves and is not sent requests yet.</summary>
    Joining,

    /// <summary>It is sent requests.</summary>
    Joined,

    /// <summary>It is sent nothing new and ends what it has begun.</summary>
    Draining,

    /// <summary>The load balancer has forgotten it; it is stopped next.</summary>
    Left,

    /// <summary>Somebody else drains it; Vireo leaves it so.</summary>
    DrainedByOthers,
}
