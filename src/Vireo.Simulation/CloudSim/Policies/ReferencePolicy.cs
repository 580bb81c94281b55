using System.Runtime.InteropServices;

namespace Vireo.Simulation;

/// <summary>The optimisation of the reference simulator: overloaded hosts give machines up, then hosts are drained from
/// the least loaded on, for as long as everything on them fits elsewhere.</summary>
/// <param name="name">As in <c>--policy</c>.</param>
/// <param name="overload">When a host has too much to do.</param>
/// <param name="selection">What it gives up.</param>
/// <param name="choice">Where that goes.</param>
internal sealed class ReferencePolicy(
    string name, IOverloadTest overload, IMachineSelection selection, IHostChoice choice) : ICloudSimPolicy
{
    private readonly List<int> _given = [];
    private readonly List<int> _leaving = [];
    private readonly List<CloudSimMove> _drain = [];
    private TrialAllocation? _trial;
    private bool[] _isNoTarget = [];
    private bool[] _isNoSource = [];

    public string Name => name;

    public int Place(CloudSimStart start, int machine)
    {
        int best = -1;
        double least = double.MaxValue;
        for (int host = 0; host < start.Hosts; host++)
        {
            // Machines placed before ask for nothing yet, so only the newcomer counts.
            bool isOverloaded = start.AllocatedMips(host) != 0
                && start.Kind(machine).Mips / CloudSimHostKind.Of(host).TotalMips > overload.FallbackThreshold;
            if (!isOverloaded && start.Fits(machine, host) && choice.StartCost(start, machine, host) is double cost
                && cost < least)
            {
                least = cost;
                best = host;
            }
        }

        return best;
    }

    public void Decide(CloudSimFleet fleet, List<CloudSimMove> moves)
    {
        _trial ??= new TrialAllocation(fleet, overload);
        _trial.Reset();
        _isNoTarget = new bool[fleet.Hosts];
        _isNoSource = new bool[fleet.Hosts];
        GiveUp(fleet, _trial);
        Sort(fleet.Demand, _given);
        foreach (int machine in _given)
        {
            int target = choice.Choose(fleet, _trial, machine, _isNoTarget);
            if (target >= 0)
            {
                _trial.Add(machine, target);
                moves.Add(new CloudSimMove(machine, target));
                _isNoSource[target] |= fleet.Rules.ProtectsTargets;
            }
        }

        Drain(fleet, _trial, moves);
    }

    private void GiveUp(CloudSimFleet fleet, TrialAllocation trial)
    {
        for (int host = 0; host < fleet.Hosts; host++)
        {
            _isNoTarget[host] = trial.IsOverloaded(host);
        }

        _given.Clear();
        for (int host = 0; host < fleet.Hosts; host++)
        {
            bool isOverloaded = _isNoTarget[host];
            _isNoSource[host] |= isOverloaded;
            while (isOverloaded && trial.On(host).Length > 0)
            {
                int machine = trial.On(host)[selection.Select(fleet, trial.On(host))];
                _given.Add(machine);
                trial.Remove(machine, host);
                isOverloaded = trial.IsOverloaded(host);
            }
        }
    }

    private void Drain(CloudSimFleet fleet, TrialAllocation trial, List<CloudSimMove> moves)
    {
        for (int host = 0; host < fleet.Hosts; host++)
        {
            bool isOff = fleet.Utilisation(host) == 0;
            _isNoTarget[host] |= isOff;
            _isNoSource[host] |= isOff;
        }

        for (int host = LeastLoaded(fleet, trial); host >= 0; host = LeastLoaded(fleet, trial))
        {
            _isNoSource[host] = true;
            _isNoTarget[host] = true;
            TryEmpty(fleet, trial, host);
            foreach (var move in _drain)
            {
                _isNoSource[move.Target] = true;
                moves.Add(move);
            }
        }
    }

    private int LeastLoaded(CloudSimFleet fleet, TrialAllocation trial)
    {
        int least = -1;
        double utilisation = 1;
        for (int host = 0; host < fleet.Hosts; host++)
        {
            double here = fleet.Utilisation(host);
            if (!_isNoSource[host] && here > 0 && here < utilisation && trial.On(host).Length > 0)
            {
                utilisation = here;
                least = host;
            }
        }

        return least;
    }

    private void TryEmpty(CloudSimFleet fleet, TrialAllocation trial, int host)
    {
        _drain.Clear();
        _leaving.Clear();
        _leaving.AddRange(trial.On(host));
        Sort(fleet.Demand, _leaving);
        foreach (int machine in _leaving)
        {
            int target = choice.Choose(fleet, trial, machine, _isNoTarget);
            if (target < 0)
            {
                TakeBack(trial);

                return;
            }

            trial.Add(machine, target);
            _drain.Add(new CloudSimMove(machine, target));
        }
    }

    private void TakeBack(TrialAllocation trial)
    {
        foreach (var move in _drain)
        {
            trial.Remove(move.Machine, move.Target);
        }

        _drain.Clear();
    }

    // Largest demand first; the sort has to be stable.
    private static void Sort(ReadOnlySpan<double> demand, List<int> machines)
    {
        var span = CollectionsMarshal.AsSpan(machines);
        for (int i = 1; i < span.Length; i++)
        {
            int machine = span[i];
            int j = i;
            for (; j > 0 && demand[span[j - 1]] < demand[machine]; j--)
            {
                span[j] = span[j - 1];
            }

            span[j] = machine;
        }
    }
}
