using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>No machine goes back to a host it left within the policy's window (S12).</summary>
internal sealed class NoReturn : IPlacementFilter
{
    private readonly HashSet<(VirtualMachineId Machine, HostId Left)> _left = [];
    private readonly TimeSpan _window;

    /// <summary>Remembers the moves inside the window.</summary>
    public NoReturn(FleetSnapshot fleet, TimeSpan window)
    {
        _window = window;
        foreach (var move in fleet.RecentMoves)
        {
            if (fleet.TakenAt - move.At < window)
            {
                _left.Add((move.VirtualMachine, move.From));
            }
        }
    }

    /// <inheritdoc/>
    public string Rule => "S12";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) =>
        _left.Count == 0 || !_left.Contains((model.Fleet.VirtualMachines[machine].Id, model.Fleet.Hosts[host].Id));

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host) =>
        $"'{model.Fleet.VirtualMachines[machine].Id}' left host '{model.Fleet.Hosts[host].Id}' less than " +
        $"{_window.TotalMinutes:0} minutes ago.";
}
