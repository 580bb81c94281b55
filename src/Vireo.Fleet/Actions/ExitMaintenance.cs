namespace Vireo.Fleet;

/// <summary>Opens a host again.</summary>
public sealed record ExitMaintenance(HostId Host) : FleetAction
{
    /// <inheritdoc/>
    public override ActionKinds Kind => ActionKinds.Maintenance;

    /// <inheritdoc/>
    public override EntityId Target => EntityId.Of(Host);
}
