namespace Vireo.Fleet;

/// <summary>Powers an empty host off.</summary>
public sealed record PowerOffHost(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.HostPower;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(Host);
}
