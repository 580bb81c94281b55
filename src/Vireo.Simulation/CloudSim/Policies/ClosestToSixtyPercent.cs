namespace Vireo.Simulation;

/// <summary>MFPED of Moges and Abebe (2019): the host whose load is closest to 60 %, the more efficient one among
/// equals.</summary>
internal sealed class ClosestToSixtyPercent : IHostChoice
{
    private const double Goal = 0.60;

    public int Choose(CloudSimFleet fleet, TrialAllocation trial, int machine, ReadOnlySpan<bool> isExcluded)
    {
        int best = -1;
        double least = double.MaxValue;
        for (int host = 0; host < fleet.Hosts; host++)
        {
            double difference = Math.Abs(fleet.Utilisation(host) - Goal);
            bool isBetter = difference < least
                || (difference == least
                    && CloudSimHostKind.Of(best).MipsPerWatt < CloudSimHostKind.Of(host).MipsPerWatt);
            if (!isExcluded[host] && trial.IsSuitable(host, machine) && isBetter
                && (trial.AllocatedMips(host) == 0 || !trial.IsOverloadedWith(host, machine)))
            {
                least = difference;
                best = host;
            }
        }

        return best;
    }

    public double StartCost(CloudSimStart start, int machine, int host) => -CloudSimHostKind.Of(host).MipsPerWatt;
}
