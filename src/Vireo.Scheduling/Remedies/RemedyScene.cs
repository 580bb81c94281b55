using Vireo.Fleet;
using Vireo.Scheduling.Placement;
using Vireo.Scheduling.Placement.Filters;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Remedies;

/// <summary>The hosts of machines that remedies would stop or enlarge.</summary>
internal sealed class RemedyScene(FleetSnapshot fleet, Outlook outlook, Policy policy)
{
    private readonly PlacementContext _context = new(fleet, outlook, policy, DemandTable.Current(fleet, outlook));
    private readonly Dictionary<int, long> _grown = [];

    private FleetModel Model => _context.Model;

    /// <summary>Why the host of a machine could not start it again; null when it could.</summary>
    public string? WhyNoStart(VirtualMachine machine)
    {
        if (HostOf(machine) is not { } host)
        {
            return "its host is not in the inventory.";
        }

        var id = Model.Fleet.Hosts[host].Id;
        int at = Model.MachineIndex[machine.Id];

        return !Model.CanReceive(host) ? $"host '{id}' receives nothing."
            : _context.Dangers.TryGetValue(host, out string? danger) ? $"host '{id}' is in danger: {danger}"
            : Free(host) < 0 ? $"host '{id}' has less memory than its machines have, and could not start it again."
            : _context.Forced.Filters.FirstOrDefault(filter =>
                filter is RulesHold or DevicesFit or BandwidthFits && !filter.Allows(Model, at, host))?.WhyNot(Model, at, host);
    }

    /// <summary>Takes memory of a machine's host for its growth; false, and takes nothing, when there is not
    /// enough.</summary>
    public bool TryGrow(VirtualMachine machine, long bytes)
    {
        if (HostOf(machine) is not { } host || (bytes > 0 && Free(host) < bytes))
        {
            return false;
        }

        _grown[host] = _grown.GetValueOrDefault(host) + bytes;

        return true;
    }

    private long Free(int host) => Model.FreeMemory(host) - _grown.GetValueOrDefault(host);

    private int? HostOf(VirtualMachine machine) =>
        machine.Host is { } id && Model.HostIndex.TryGetValue(id, out int host) ? host : null;
}
