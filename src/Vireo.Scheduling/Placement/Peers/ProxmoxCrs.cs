namespace Vireo.Scheduling.Placement.Peers;

/// <summary>The load balancer of Proxmox VE's cluster resource scheduler, dynamic mode: when the coefficient of
/// variation of host load exceeds a threshold, makes the one migration that lowers it most, if it lowers it
/// enough.</summary>
/// <remarks>Defaults: threshold 0.3, margin 0.1, search by brute force. Its rounds are ten seconds and a decision holds
/// for three, so that a migration a minute is what it gets to. The load of a host is the mean of its CPU and memory
/// shares.</remarks>
internal sealed class ProxmoxCrs : IPeerManager
{
    private const double Threshold = 0.3;
    private const double Margin = 0.1;
    private const int RoundsPerDecision = 5;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        for (int round = 0; round < RoundsPerDecision; round++)
        {
            var spread = new Spread(fleet.Hosts.Select(host => Load(fleet, host)));
            if (spread.Variation <= Threshold || Best(fleet, spread) is not { } best ||
                spread.Variation - best.Variation < Margin * spread.Variation)
            {
                return;
            }

            fleet.Move(best.Machine, best.Target, "rebalance", $"Host load varies by {spread.Variation:0.00} of its mean.");
        }
    }

    private static (int Machine, int Target, double Variation)? Best(PeerFleet fleet, Spread spread)
    {
        (int Machine, int Target, double Variation)? best = null;
        foreach (int source in fleet.Hosts)
        {
            foreach (int machine in fleet.Movable(source))
            {
                double left = Load(fleet, source) - Share(fleet, machine, source);
                var without = spread.With(Load(fleet, source), left);
                foreach (int target in fleet.Hosts)
                {
                    double load = Load(fleet, target);
                    double variation = without.With(load, load + Share(fleet, machine, target)).Variation;
                    if (variation < (best?.Variation ?? spread.Variation) && fleet.CanGo(machine, target))
                    {
                        best = (machine, target, variation);
                    }
                }
            }
        }

        return best;
    }

    private static double Load(PeerFleet fleet, int host) => (fleet.CpuRatio(host) + fleet.MemoryRatio(host)) / 2;

    private static double Share(PeerFleet fleet, int machine, int host) =>
        ((fleet.CpuOf(machine) / fleet.CpuCapacity(host)) +
            ((double)fleet.MemoryInUseOf(machine) / fleet.MemoryCapacity(host))) / 2;
}
