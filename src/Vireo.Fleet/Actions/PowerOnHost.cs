using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Powers a host on.</summary>
public sealed record PowerOnHost(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.HostPower;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(Host);
}
