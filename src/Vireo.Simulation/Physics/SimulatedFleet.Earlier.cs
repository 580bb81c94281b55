using Vireo.Fleet;

namespace Vireo.Simulation;

/// <content>What an earlier run made and deleted.</content>
internal sealed partial class SimulatedFleet
{
    private MachineSlot SlotOf(EarlierMachine made)
    {
        var view = made.Machine;
        string image = made.Specification?.ImageName ?? view.Template?.Value ?? "";
        if (view.Group is { } group)
        {
            _replicated.Add(group);
        }

        return _templates.TryGetValue(new VmTemplateId(image), out var template)
            ? new MachineSlot(view with { CpuCapacity = CapacityOf(template, view.Cores) }, template.WorkloadRow)
            {
                IsReplica = view.Group is not null,
                Specification = made.Specification,
            }
            : new MachineSlot(view, row: 0) { IsReplica = view.Group is not null, Specification = made.Specification };
    }

    private void TakeUp(EarlierRun earlier)
    {
        foreach (int index in earlier.Gone.Select(id => _machineIndex.GetValueOrDefault(id, -1)).Where(index => index >= 0))
        {
            _machines[index].IsGone = true;
        }

        foreach (var first in earlier.Resized)
        {
            var machine = _machines[_machineIndex[first.Id]];
            (machine.FirstMhz, machine.FirstMemory) = (first.CpuCapacity.Value, first.Memory.Value);
        }

        foreach (var pool in earlier.Pools)
        {
            Pools.Set(
                pool,
                [.. pool.VirtualMachines.Select(id => _machineIndex.GetValueOrDefault(id, -1)).Where(index => index >= 0)]);
        }
    }

    private static CpuMhz CapacityOf(SimulatedTemplate template, int cores) =>
        template.CpuCapacity * ((double)cores / template.Cores);
}
