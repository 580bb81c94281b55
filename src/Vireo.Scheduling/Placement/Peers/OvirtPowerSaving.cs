namespace Vireo.Scheduling.Placement.Peers;

/// <summary>oVirt, policy <c>power_saving</c>: relieves hosts above the high mark, empties hosts below the low mark
/// machine by machine, switches empty hosts off and wakes one when an overloaded host finds no target.</summary>
/// <remarks>Marks 80 % and 20 % of CPU, one machine a minute, no hosts in reserve, automatic power management on.
/// Targets lie between the marks; where none does, the fuller of those below take the others' machines.</remarks>
internal sealed class OvirtPowerSaving : IPeerManager
{
    private const double LowMark = 0.2;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        for (int move = 0; move < OvirtEvenlyDistributed.MovesPerDecision; move++)
        {
            int[] between = [.. fleet.Hosts.Where(host => fleet.CpuRatio(host) is >= LowMark and < OvirtEvenlyDistributed.HighMark)];
            if (!OvirtEvenlyDistributed.RelieveOne(fleet, between) && !ClearOne(fleet))
            {
                break;
            }
        }

        if (fleet.Hosts.Any(host => fleet.CpuRatio(host) > OvirtEvenlyDistributed.HighMark))
        {
            fleet.PowerOnOne("wake", "A host is overloaded and none between the marks can help.");

            return;
        }

        foreach (int host in fleet.Hosts)
        {
            fleet.PowerOff(host, "It carries nothing.");
        }
    }

    private static bool ClearOne(PeerFleet fleet)
    {
        int[] emptiestFirst =
        [
            .. fleet.Hosts.Where(host => fleet.CpuRatio(host) < LowMark && fleet.On(host).Count > 0)
                .OrderBy(fleet.CpuRatio).ThenBy(host => host),
        ];
        foreach (int host in emptiestFirst)
        {
            int[] fuller =
            [
                .. fleet.Hosts.Where(other => fleet.On(other).Count > 0 && fleet.CpuRatio(other) > fleet.CpuRatio(host))
                    .OrderBy(other => fleet.CpuRatio(other) < LowMark).ThenByDescending(fleet.CpuRatio).ThenBy(other => other),
            ];
            foreach (int machine in fleet.Movable(host).OrderBy(fleet.CpuOf).ThenBy(machine => machine).ToArray())
            {
                if (OvirtEvenlyDistributed.MoveToFirst(fleet, machine, fuller, "underutilized"))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
