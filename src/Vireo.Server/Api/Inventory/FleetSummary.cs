using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>A cluster in figures.</summary>
/// <param name="Cluster">Which.</param>
/// <param name="At">The loop's clock.</param>
/// <param name="Hosts">In the inventory.</param>
/// <param name="HostsOn">Running.</param>
/// <param name="HostsInMaintenance">Kept empty on purpose.</param>
/// <param name="HostsFailed">Dead or out of reach.</param>
/// <param name="Vms">In the inventory.</param>
/// <param name="VmsOn">Running.</param>
/// <param name="VmsMoving">Migrating now.</param>
/// <param name="CpuCapacityMhz">Of the hosts that run.</param>
/// <param name="CpuUsedMhz">Measured on them.</param>
/// <param name="MemoryCapacityBytes">Of the hosts that run.</param>
/// <param name="MemoryUsedBytes">Measured on them.</param>
/// <param name="Watts">Drawn by all hosts, where measured.</param>
/// <param name="MovesInRestWindow">Moves that rest rules still remember.</param>
public sealed record FleetSummary(
    ClusterId Cluster,
    DateTimeOffset At,
    int Hosts,
    int HostsOn,
    int HostsInMaintenance,
    int HostsFailed,
    int Vms,
    int VmsOn,
    int VmsMoving,
    double CpuCapacityMhz,
    double CpuUsedMhz,
    double MemoryCapacityBytes,
    double MemoryUsedBytes,
    double Watts,
    int MovesInRestWindow)
{
    internal static FleetSummary Of(ClusterId cluster, LoopState state, UsageReader reader)
    {
        var on = state.Fleet.Hosts.Where(host => host.State == HostState.On).ToList();
        var usage = state.Fleet.Hosts.Select(host => reader.Of(cluster, state.At, host)).ToList();

        return new FleetSummary(
            cluster,
            state.At,
            state.Fleet.Hosts.Length,
            on.Count,
            state.Fleet.Hosts.Count(host => host.IsInMaintenance),
            state.Fleet.Hosts.Count(host => host.State is HostState.Failed or HostState.Unreachable),
            state.Fleet.VirtualMachines.Length,
            state.Fleet.VirtualMachines.Count(machine => machine.State == PowerState.On),
            state.Fleet.InFlight.Count(action => action.Action is Migration),
            on.Sum(host => host.CpuCapacity.Value),
            usage.Sum(one => one.CpuMhz ?? 0),
            on.Sum(host => (double)host.MemoryCapacity.Value),
            usage.Sum(one => one.MemoryBytes ?? 0),
            usage.Sum(one => one.Watts ?? 0),
            state.Fleet.RecentMoves.Length);
    }
}
