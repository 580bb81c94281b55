namespace Vireo.Scheduling.Placement.Peers;

/// <summary>Apache CloudStack's cluster DRS: migration by migration the one that changes the imbalance of hosts most,
/// down with <c>balanced</c>, up with <c>condensed</c>, until the imbalance has passed its threshold.</summary>
/// <remarks>Defaults: metric allocated memory, imbalance = standard deviation over mean, threshold 0.4, at most 50
/// migrations, once an hour; a migration's benefit (change of imbalance times the target's memory) must exceed its cost
/// (the machine's memory).</remarks>
internal sealed class CloudStackDrs(bool isCondensed) : IPeerManager
{
    private const double Threshold = 0.4;
    private const int MostMigrations = 50;
    private readonly int _sign = isCondensed ? 1 : -1;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        for (int migration = 0; migration < MostMigrations; migration++)
        {
            var spread = new Spread(fleet.Hosts.Select(host => (double)fleet.MemoryConfigured(host)));
            bool isNeeded = isCondensed ? spread.Variation < Threshold : spread.Variation > Threshold;
            if (!isNeeded || Best(fleet, spread) is not { } best)
            {
                return;
            }

            fleet.Move(
                best.Machine, best.Target, isCondensed ? "condense" : "balance",
                $"The imbalance of hosts is {spread.Variation:0.00}, its threshold {Threshold:0.0}.");
        }
    }

    private (int Machine, int Target)? Best(PeerFleet fleet, Spread spread)
    {
        (int Machine, int Target)? best = null;
        double most = 0;
        foreach (int source in fleet.Hosts)
        {
            foreach (int machine in fleet.Movable(source))
            {
                double memory = fleet.Machine(machine).Memory.Value;
                double used = fleet.MemoryConfigured(source);
                var without = spread.With(used, used - memory);
                foreach (int target in fleet.Hosts)
                {
                    double there = fleet.MemoryConfigured(target);
                    double gain = _sign * (without.With(there, there + memory).Variation - spread.Variation);
                    if (gain > most && gain * fleet.MemoryCapacity(target) > memory && fleet.CanGo(machine, target))
                    {
                        (best, most) = ((machine, target), gain);
                    }
                }
            }
        }

        return best;
    }
}
