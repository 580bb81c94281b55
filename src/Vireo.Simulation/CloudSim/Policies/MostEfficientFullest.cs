namespace Vireo.Simulation;

/// <summary>PEBFD of Moges and Abebe (2019): the most efficient host at work, the one with the least free CPU first; an
/// idle one only when there is none.</summary>
internal sealed class MostEfficientFullest : IHostChoice
{
    public int Choose(CloudSimFleet fleet, TrialAllocation trial, int machine, ReadOnlySpan<bool> isExcluded)
    {
        int active = -1;
        int idle = -1;
        for (int host = 0; host < fleet.Hosts; host++)
        {
            bool isIdle = fleet.UsedMips(host) == 0;
            if (isExcluded[host] || !trial.IsSuitable(host, machine)
                || !IsBetter(trial, host, isIdle ? idle : active, isIdle)
                || (trial.AllocatedMips(host) != 0 && trial.IsOverloadedWith(host, machine)))
            {
                continue;
            }

            if (isIdle)
            {
                idle = host;
            }
            else
            {
                active = host;
            }
        }

        return active >= 0 ? active : idle;
    }

    public double StartCost(CloudSimStart start, int machine, int host) => -CloudSimHostKind.Of(host).MipsPerWatt;

    private static bool IsBetter(TrialAllocation trial, int host, int than, bool isIdle)
    {
        if (than < 0)
        {
            return true;
        }

        double efficiency = CloudSimHostKind.Of(host).MipsPerWatt;
        double best = CloudSimHostKind.Of(than).MipsPerWatt;

        return efficiency > best
            || (!isIdle && efficiency == best && trial.AvailableMips(host) < trial.AvailableMips(than));
    }
}
