namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Packs a fleet that is spread over far more hosts than it needs: the hosts with the most machines stay,
/// because what stays need not move, and everything else is packed onto them, largest first.</summary>
internal sealed class FirstPacking(
    ConsolidationHosts hosts, ConsolidationOptions options, ConsolidationState state, TargetChoice targets)
{
    // Below this part of the hosts in use, packing anew needs hardly more moves than emptying them one by one.
    private const double WorthwhileRatio = 0.5;

    private readonly List<int> _order = [];
    private readonly List<int> _leaving = [];
    private readonly Dictionary<int, int> _targetOf = [];

    /// <summary>Whether fewer than half of the hosts in use are needed.</summary>
    public bool IsWorthwhile(ConsolidationMachines machines) =>
        state.Used.Length > 1 && Needed(machines) <= WorthwhileRatio * state.Used.Length;

    /// <summary>Packs.</summary>
    /// <returns>False when nothing can be packed; then nothing has changed.</returns>
    public bool TryPack(ConsolidationMachines machines, List<ConsolidationMove> moves)
    {
        int kept = Needed(machines);
        _leaving.Clear();
        _targetOf.Clear();
        for (int i = kept; i < _order.Count; i++)
        {
            state.SetOpen(_order[i], false);
            AddFree(_order[i]);
        }

        MachineOrder.SortByForecast(machines, _leaving);
        foreach (int machine in _leaving)
        {
            int home = machines.Host[machine];
            int target = state.IsOpen(home) ? home : Target(machines, machine);
            while (target < 0 && kept < _order.Count)
            {
                Keep(_order[kept++]);
                target = state.IsOpen(home) ? home : Target(machines, machine);
            }

            if (target >= 0 && target != home)
            {
                state.Move(machine, home, target);
                _targetOf[machine] = target;
            }
        }

        foreach (int machine in _leaving)
        {
            if (_targetOf.TryGetValue(machine, out int target))
            {
                moves.Add(new ConsolidationMove(machine, target));
            }
        }

        return _targetOf.Count > 0;
    }

    private int Target(ConsolidationMachines machines, int machine) =>
        targets.WithRoom(machines, machine, machines.Host[machine], options.PackQuantile);

    // One more host stays; what had been moved off it stays as well.
    private void Keep(int host)
    {
        foreach (int machine in _leaving)
        {
            if (_targetOf.TryGetValue(machine, out int target) && state.HomeOf(machine) == host)
            {
                state.MoveBack(machine, host, target);
                _targetOf.Remove(machine);
            }
        }

        state.SetOpen(host, true);
    }

    private void AddFree(int host)
    {
        foreach (int machine in state.On(host))
        {
            if (!state.HasMoved(machine))
            {
                _leaving.Add(machine);
            }
        }
    }

    private void Order()
    {
        _order.Clear();
        _order.AddRange(state.Used);
        _order.Sort((one, other) =>
        {
            int order = hosts.Efficiency[other].CompareTo(hosts.Efficiency[one]);
            order = order != 0 ? order : state.On(other).Length.CompareTo(state.On(one).Length);

            return order != 0 ? order : one.CompareTo(other);
        });
    }

    /// <summary>Hosts that would be enough if machines could be cut into pieces.</summary>
    private int Needed(ConsolidationMachines machines)
    {
        Order();
        double expected = 0;
        double variance = 0;
        double memory = 0;
        foreach (int host in _order)
        {
            expected += state.Forecast(host);
            variance += state.Variance(host);
            foreach (int machine in state.On(host))
            {
                memory += machines.Memory[machine];
            }
        }

        double capacity = 0;
        double room = 0;
        for (int kept = 0; kept < _order.Count; kept++)
        {
            if (kept > 0 && capacity >= expected + (options.PackQuantile * Math.Sqrt(variance * kept)) && room >= memory)
            {
                return kept;
            }

            capacity += hosts.Capacity[_order[kept]];
            room += hosts.Memory[_order[kept]];
        }

        return _order.Count;
    }
}
