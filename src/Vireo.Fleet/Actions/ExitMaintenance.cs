using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Opens a host again.</summary>
public sealed record ExitMaintenance(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Maintenance;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(Host);
}
