using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Closes a host for new virtual machines; those on it stay until they are moved.</summary>
public sealed record EnterMaintenance(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Maintenance;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(Host);
}
