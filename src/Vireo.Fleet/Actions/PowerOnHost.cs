namespace Vireo.Fleet;

/// <summary>Powers a host on.</summary>
public sealed record PowerOnHost(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.HostPower;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(Host);
}
