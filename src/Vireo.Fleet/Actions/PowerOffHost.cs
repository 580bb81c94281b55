using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Powers an empty host off.</summary>
public sealed record PowerOffHost(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.HostPower;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(Host);
}
