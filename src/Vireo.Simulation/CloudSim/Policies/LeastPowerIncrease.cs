namespace Vireo.Simulation;

/// <summary>Power-aware best fit decreasing: the smallest increase in power, where waking a host counts as free of its
/// idle power.</summary>
internal sealed class LeastPowerIncrease : IHostChoice
{
    public int Choose(CloudSimFleet fleet, TrialAllocation trial, int machine, ReadOnlySpan<bool> isExcluded)
    {
        int best = -1;
        double least = double.MaxValue;
        for (int host = 0; host < fleet.Hosts; host++)
        {
            if (isExcluded[host] || !trial.IsSuitable(host, machine))
            {
                continue;
            }

            var kind = CloudSimHostKind.Of(host);
            double allocated = trial.AllocatedMips(host);
            // Rounding may lift a host that is exactly full above 1; the overload test turns it down.
            double after = kind.WattsAt(Math.Min((allocated + fleet.Demand[machine]) / kind.TotalMips, 1));
            double increase = after - kind.WattsAt(fleet.Utilisation(host));
            if (increase < least && (allocated == 0 || !trial.IsOverloadedWith(host, machine)))
            {
                least = increase;
                best = host;
            }
        }

        return best;
    }

    public double StartCost(CloudSimStart start, int machine, int host)
    {
        var kind = CloudSimHostKind.Of(host);
        double after = kind.WattsAt((start.AllocatedMips(host) + start.Kind(machine).Mips) / kind.TotalMips);

        return after - kind.WattsAt(0);
    }
}
