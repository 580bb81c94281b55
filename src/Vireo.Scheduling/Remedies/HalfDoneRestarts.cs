using Vireo.Fleet;

namespace Vireo.Scheduling.Remedies;

/// <summary>Machines that a remedy stopped and nobody has started again: a restart that was cut in half, by a crash or a
/// start that failed, is finished.</summary>
internal static class HalfDoneRestarts
{
    // Whoever finds it off later than that has decided something about it.
    private static readonly TimeSpan Within = TimeSpan.FromHours(1);

    /// <summary>Each with the answer that stopped it.</summary>
    public static Dictionary<VirtualMachineId, IncidentAnswer> In(FleetSnapshot fleet)
    {
        Dictionary<VirtualMachineId, IncidentAnswer> found = [];
        foreach (var past in fleet.RecentRemedies)
        {
            switch (past.Action)
            {
                case PowerOffVirtualMachine stop when fleet.TakenAt - past.At < Within:
                    found[stop.VirtualMachine] = past.Answer;
                    break;
                case PowerOnVirtualMachine start when IsRunning(start.VirtualMachine, fleet):
                    found.Remove(start.VirtualMachine);
                    break;
            }
        }

        return found;
    }

    private static bool IsRunning(VirtualMachineId id, FleetSnapshot fleet) =>
        fleet.VirtualMachines.Any(machine => machine.Id == id && machine.State == PowerState.On);
}
