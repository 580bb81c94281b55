namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Takes from each overloaded host the machine whose migration ends the overload at the least cost.</summary>
internal sealed class OverloadRelief(
    ConsolidationHosts hosts, ConsolidationOptions options, ConsolidationState state, TargetChoice targets)
{
    private const int MostMoves = 3;

    // Any machine that ends the overload is better than any that does not.
    private const double NoCureSeconds = 1e6;

    // Sums that are full to the last bit are not overloaded.
    private const double Full = 1 - 1e-9;

    /// <summary>Relieves all hosts that ask for more than they have.</summary>
    /// <returns>Whether a host was woken for it.</returns>
    public bool Relieve(ConsolidationMachines machines, List<ConsolidationMove> moves)
    {
        bool woke = false;
        int used = state.Used.Length;
        for (int i = 0; i < used; i++)
        {
            int host = state.Used[i];
            bool isOverloaded = state.Load(host) > hosts.Capacity[host] * Full;
            for (int move = 0; move < MostMoves && isOverloaded; move++)
            {
                var (machine, target) = Choose(machines, host);
                if (machine >= 0 && target < 0 && state.Forecast(host) > hosts.Capacity[host] * options.WakeAboveRatio)
                {
                    target = targets.Asleep(machine);
                    woke |= Wake(target);
                }

                if (machine < 0 || target < 0)
                {
                    break;
                }

                state.Move(machine, host, target);
                moves.Add(new ConsolidationMove(machine, target));
                isOverloaded = state.Load(host) > hosts.Capacity[host];
            }
        }

        return woke;
    }

    private bool Wake(int host)
    {
        if (host >= 0)
        {
            state.Wake(host);
        }

        return host >= 0;
    }

    /// <summary>The machine to give up and where it goes; the target is -1 when no host in use has room.</summary>
    private (int Machine, int Target) Choose(ConsolidationMachines machines, int host)
    {
        int best = -1;
        int bestTarget = -1;
        double least = double.PositiveInfinity;
        foreach (int machine in state.On(host))
        {
            double cost = Cost(machines, machine, host);
            if (cost >= least || state.HasMoved(machine))
            {
                continue;
            }

            var (target, penalty) = Target(machines, machine, host);
            if (cost + penalty < least)
            {
                least = cost + penalty;
                best = machine;
                bestTarget = target;
            }
        }

        return (best, bestTarget);
    }

    private double Cost(ConsolidationMachines machines, int machine, int host)
    {
        double capacity = hosts.Capacity[host];
        double load = state.Load(host) - machines.Demand[machine];
        double deviation = Math.Sqrt(Math.Max(0, state.Variance(host) - machines.Variance[machine]));
        double expected = state.Forecast(host) - machines.Forecast[machine] + (options.ReliefQuantile * deviation);
        double excess = (Math.Max(load, expected) - capacity) / capacity;

        return machines.MigrationSeconds[machine]
            + (options.HostDemandCostSeconds * machines.Demand[machine] / capacity)
            + (excess > 0 ? NoCureSeconds * (1 + excess) : 0);
    }

    private (int Host, double PenaltySeconds) Target(ConsolidationMachines machines, int machine, int host)
    {
        const double WakingSeconds = 10;
        int target = targets.WithMostRoom(machines, machine, host, options.PlaceQuantile);
        if (target >= 0)
        {
            return (target, 0);
        }

        target = targets.WithMostRoom(machines, machine, host, options.NarrowQuantile);
        if (target >= 0)
        {
            return (target, options.NarrowCostSeconds);
        }

        target = targets.WithRoomNow(machines, machine, host);

        return target >= 0 ? (target, options.MomentaryCostSeconds) : (-1, WakingSeconds);
    }
}
