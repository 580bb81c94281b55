using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>An action as it reached the fleet.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What.</param>
/// <param name="Truth">The true inventory just before.</param>
/// <param name="Moving">Migrations already under way.</param>
internal sealed record StartedAction(
    DateTimeOffset At, FleetAction Action, ProviderInventory Truth, (HostId From, HostId To)[] Moving)
{
    /// <summary>Where something is put by it; null when nothing is.</summary>
    public HostId? Receiver => Action switch
    {
        Migration move => move.To,
        PowerOnVirtualMachine start => start.On,
        CreateVirtualMachine create => create.On,
        _ => null,
    };

    public Host Host(HostId id) => Truth.Hosts.Single(host => host.Id == id);
}
