namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Empties hosts when everything on them fits elsewhere: the least efficient first, then those with the fewest
/// machines, because each one is a migration.</summary>
internal sealed class HostDrain(
    ConsolidationHosts hosts, ConsolidationOptions options, ConsolidationState state, TargetChoice targets)
{
    private readonly List<int> _order = [];
    private readonly List<int> _leaving = [];
    private readonly List<ConsolidationMove> _moves = [];
    private readonly bool[] _hasReceived = new bool[hosts.Count];

    /// <summary>Empties what can be emptied.</summary>
    public void Drain(ConsolidationMachines machines, List<ConsolidationMove> moves)
    {
        Array.Clear(_hasReceived);
        _order.Clear();
        _order.AddRange(state.Used);
        _order.Sort(Compare);
        foreach (int host in _order)
        {
            if (!_hasReceived[host] && CanBeEmptied(host) && TryEmpty(machines, host))
            {
                foreach (var move in _moves)
                {
                    _hasReceived[move.Target] = true;
                    moves.Add(move);
                }
            }
        }
    }

    private bool CanBeEmptied(int host)
    {
        foreach (int machine in state.On(host))
        {
            if (state.HasMoved(machine))
            {
                return false;
            }
        }

        return state.On(host).Length > 0;
    }

    private bool TryEmpty(ConsolidationMachines machines, int host)
    {
        _moves.Clear();
        _leaving.Clear();
        _leaving.AddRange(state.On(host));
        MachineOrder.SortByForecast(machines, _leaving);
        state.SetOpen(host, false);
        foreach (int machine in _leaving)
        {
            int target = targets.WithRoom(machines, machine, host, options.DrainQuantile);
            if (target < 0)
            {
                TakeBack(host);

                return false;
            }

            state.Move(machine, host, target);
            _moves.Add(new ConsolidationMove(machine, target));
        }

        return true;
    }

    private void TakeBack(int host)
    {
        foreach (var move in _moves)
        {
            state.MoveBack(move.Machine, host, move.Target);
        }

        state.SetOpen(host, true);
    }

    private int Compare(int one, int other)
    {
        int order = hosts.Efficiency[one].CompareTo(hosts.Efficiency[other]);
        order = order != 0 ? order : state.On(one).Length.CompareTo(state.On(other).Length);

        return order != 0 ? order : one.CompareTo(other);
    }
}
