using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Has hypervisors close the hosts that people work on, once these are empty, and open them again when the work
/// is done: until then others could still put machines there.</summary>
internal static class HostMaintenance
{
    /// <summary>What others have put into maintenance is theirs to end.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        for (int host = 0; host < model.Fleet.Hosts.Length; host++)
        {
            var noun = model.Fleet.Hosts[host];
            bool isWanted = model.Policy.Maintenance.Contains(noun.Id);
            if (model.BusyHosts.Contains(host))
            {
                continue;
            }

            if (isWanted && noun.MaintenanceMode == MaintenanceMode.Left && model.IsOn(host) && IsCleared(context, host))
            {
                context.Draft.EnterMaintenance(
                    host, $"People work on host '{noun.Id}', and nothing runs there any more.",
                    $"Nobody puts a machine on '{noun.Id}'.");
            }
            else if (!isWanted && noun.MaintenanceMode == MaintenanceMode.Entered)
            {
                context.Draft.ExitMaintenance(
                    host, $"The work on host '{noun.Id}' is done, and Vireo had put it into maintenance.",
                    $"'{noun.Id}' takes machines again.");
            }
        }
    }

    // A suspended machine does not keep a hypervisor from it.
    private static bool IsCleared(PlacementContext context, int host) => context.Model.ResidentsOf(host)
        .All(machine => context.Model.Fleet.VirtualMachines[machine].State == PowerState.Suspended);
}
