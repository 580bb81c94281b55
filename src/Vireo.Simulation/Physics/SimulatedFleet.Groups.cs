using Vireo.Fleet;

namespace Vireo.Simulation;

/// <content>Groups that share one load: those that a scenario names, and those that got replicas.</content>
internal sealed partial class SimulatedFleet
{
    private readonly Dictionary<VmGroupId, SimulatedGroup> _groups = [];
    private readonly HashSet<VmGroupId> _replicated = [];

    /// <summary>What a machine of such a group is asked for: its part of the load; null for every other
    /// machine.</summary>
    private double? ShareOfGroup(MachineSlot machine)
    {
        if (machine.View.Group is not { } id || !(_groups.ContainsKey(id) || _replicated.Contains(id)))
        {
            return null;
        }

        int running = 0;
        double wanted = 0;
        foreach (var other in _machines)
        {
            if (other.View.Group == id && !other.IsGone)
            {
                running += other.IsRunning ? 1 : 0;
                wanted += other.IsReplica ? 0 : _workload.CpuRatio(other.Row) * other.FirstMhz;
            }
        }

        // Whoever was there at first brings the load; replicas only help to carry it.
        double load = _groups.TryGetValue(id, out var group)
            ? _workload.CpuRatio(group.WorkloadRow) * group.Peak.Value
            : wanted;

        return load / Math.Max(1, running);
    }
}
