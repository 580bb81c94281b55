using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Makes sure that a host that does not answer runs nothing, so that its machines can be restarted elsewhere
/// without a second copy (S25). Afterwards the host counts as failed. It cannot be undone: what the host still ran
/// ends.</summary>
public sealed record FenceHost(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Fence;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(Host);
}
