namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Finds hosts for machines: best fit by the room that is left after a quantile of what the host may ask
/// for.</summary>
internal sealed class TargetChoice(ConsolidationHosts hosts, ConsolidationOptions options, ConsolidationState state)
{
    /// <summary>The most efficient host that keeps room at a quantile, the fullest among equals; -1 for none.</summary>
    public int WithRoom(ConsolidationMachines machines, int machine, int from, double quantile) =>
        Choose(machines, machine, from, quantile, isRoomiest: false);

    /// <summary>The same, the one with the most room left among equals: there the next overload is
    /// furthest.</summary>
    public int WithMostRoom(ConsolidationMachines machines, int machine, int from, double quantile) =>
        Choose(machines, machine, from, quantile, isRoomiest: true);

    /// <summary>The host with the lowest expected load that has room for a machine at this moment; -1 for
    /// none.</summary>
    public int WithRoomNow(ConsolidationMachines machines, int machine, int from)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        foreach (int host in state.Used)
        {
            double cost = state.Forecast(host) + Math.Sqrt(state.Variance(host));
            if (host != from && state.IsOpen(host) && state.FitsNow(machine, host) && IsBetter(host, cost, best, least))
            {
                best = host;
                least = cost;
            }
        }

        return best;
    }

    /// <summary>The most efficient empty host that a machine fits on, the first among equals; -1 for none.</summary>
    public int Asleep(int machine)
    {
        int best = -1;
        for (int host = 0; host < hosts.Count; host++)
        {
            if (!state.IsOpen(host) && state.On(host).IsEmpty && state.FitsNow(machine, host)
                && (best < 0 || hosts.Efficiency[host] > hosts.Efficiency[best]))
            {
                best = host;
            }
        }

        return best;
    }

    private int Choose(ConsolidationMachines machines, int machine, int from, double quantile, bool isRoomiest)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        double forecast = machines.Forecast[machine];
        double variance = machines.Variance[machine];
        foreach (int host in state.Used)
        {
            double expected = state.Forecast(host) + forecast;
            if (expected > hosts.Capacity[host] || host == from || !state.IsOpen(host) || !state.FitsNow(machine, host))
            {
                continue;
            }

            double margin = quantile * Math.Sqrt(state.Variance(host) + variance);
            double room = hosts.Capacity[host] - expected - margin;
            double added = margin - (quantile * Math.Sqrt(state.Variance(host)));
            double cost = isRoomiest ? -room : room + (options.VarianceWeight * added);
            if (room >= 0 && IsBetter(host, cost, best, least))
            {
                best = host;
                least = cost;
            }
        }

        return best;
    }

    private bool IsBetter(int host, double cost, int than, double least) =>
        than < 0
        || hosts.Efficiency[host] > hosts.Efficiency[than]
        || (hosts.Efficiency[host] == hosts.Efficiency[than] && cost < least);
}
