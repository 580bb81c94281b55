using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Powering;

/// <summary>Machines that history says will be made within the horizon; they count in full, as nothing is known of
/// them.</summary>
internal static class ComingLoad
{
    /// <summary>CPU in MHz and memory in bytes of all of them together.</summary>
    public static (double Mhz, long Bytes) Within(FleetSnapshot fleet, Policy policy)
    {
        double mhz = 0;
        long bytes = 0;
        double core = fleet.Hosts.Where(host => host.CanReceive).Select(host => host.CpuPerCore.Value).DefaultIfEmpty(0).Max();
        foreach (var need in fleet.RecurringNeeds.Where(need => policy.DeployFromHistory && need.Obstacle.Length == 0))
        {
            if (need.Next(fleet.TakenAt) is { } next && next - fleet.TakenAt < policy.Horizon &&
                policy.TemplateOf(TemplateOf(need, policy)) is { } template)
            {
                long count = Math.Max(0, need.Count - fleet.VirtualMachines.LongCount(machine =>
                    need.Group is { } group && machine.Group == group && machine.State == PowerState.On));
                mhz += count * template.Cores * core;
                bytes += count * template.Memory.Value;
            }
        }

        return (mhz, bytes);
    }

    private static VmTemplateId TemplateOf(RecurringNeed need, Policy policy) => need.Machine?.Template ??
        policy.Groups.FirstOrDefault(group => group.Id == need.Group)?.Template ?? default;
}
