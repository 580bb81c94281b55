using Vireo.Fleet;

namespace Vireo.Simulation;

/// <content>Groups that share one load.</content>
internal sealed partial class SimulatedFleet
{
    private readonly Dictionary<VmGroupId, SimulatedGroup> _groups = [];

    /// <summary>What a machine of such a group wants: its part of the load, at most its size; null for every other machine.</summary>
    private double? ShareOfGroup(MachineSlot machine)
    {
        if (_groups.Count == 0 || machine.View.Group is not { } id || !_groups.TryGetValue(id, out var group))
        {
            return null;
        }

        int running = 0;
        foreach (var other in _machines)
        {
            running += other.IsRunning && other.View.Group == id ? 1 : 0;
        }

        double part = _workload.CpuRatio(group.WorkloadRow) * group.Peak.Value / Math.Max(1, running);

        return Math.Min(part, machine.View.CpuCapacity.Value);
    }
}
