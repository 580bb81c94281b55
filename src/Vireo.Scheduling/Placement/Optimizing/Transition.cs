namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>Puts the moves to a new placement in an order in which every target has room while nothing that is still on
/// its way out has left: in waves, each waiting for the departures that it needs, cycles broken through a third
/// host.</summary>
public sealed class Transition
{
    private readonly PlacementProblem _problem;
    private readonly HostLoads _taken;
    private readonly List<TransitionStep> _steps = [];
    private readonly Dictionary<int, List<int>> _departures = [];
    private readonly Dictionary<int, int> _lastStep = [];

    private Transition(PlacementProblem problem)
    {
        _problem = problem;
        _taken = new HostLoads(problem);
    }

    /// <summary>The steps in order; null when there is no order that is safe at every moment.</summary>
    /// <param name="problem">Where everything is, and what has room for what.</param>
    /// <param name="hostOf">Where everything is to be.</param>
    public static IReadOnlyList<TransitionStep>? Order(PlacementProblem problem, IReadOnlyList<int> hostOf)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(hostOf);
        var transition = new Transition(problem);
        var waiting = Enumerable.Range(0, problem.Machines)
            .Where(machine => problem.Current[machine] >= 0 && hostOf[machine] != problem.Current[machine])
            .Select(machine => new Reassignment(machine, problem.Current[machine], hostOf[machine])).ToList();

        return transition.Run(waiting) ? transition._steps : null;
    }

    private bool Run(List<Reassignment> waiting)
    {
        while (waiting.Count > 0)
        {
            var later = new List<Reassignment>();
            var wave = new List<Reassignment>();
            foreach (var move in waiting)
            {
                (TryArrive(move) ? wave : later).Add(move);
            }

            if (wave.Count == 0 && !BreakCycle(later, wave))
            {
                return false;
            }

            waiting = later;
            wave.ForEach(Leave);
        }

        return true;
    }

    // The machine is on its target from now on, and on its source until the wave has ended.
    private bool TryArrive(Reassignment move)
    {
        if (!_taken.Allows(move.Machine, move.To, move.From))
        {
            return false;
        }

        _taken.Arrive(move.Machine, move.To);
        List<int> after = [.. _departures.GetValueOrDefault(move.To) ?? []];
        if (_lastStep.TryGetValue(move.Machine, out int earlier))
        {
            after.Add(earlier);
        }

        _lastStep[move.Machine] = _steps.Count;
        _steps.Add(new TransitionStep(move.Machine, move.From, move.To, [.. after.Distinct().Order()]));

        return true;
    }

    private void Leave(Reassignment move)
    {
        _taken.Leave(move.Machine, move.From);
        if (!_departures.TryGetValue(move.From, out var departures))
        {
            _departures[move.From] = departures = [];
        }

        departures.Add(_lastStep[move.Machine]);
    }

    // The smallest machine of those that wait steps aside to any host that has room for it. Once for each machine.
    private bool BreakCycle(List<Reassignment> waiting, List<Reassignment> wave)
    {
        foreach (var move in waiting.OrderBy(one => _problem.MemoryBytes[one.Machine]).ThenBy(one => one.Machine))
        {
            if (_lastStep.ContainsKey(move.Machine))
            {
                continue;
            }

            for (int host = 0; host < _problem.Hosts; host++)
            {
                var aside = move with { To = host };
                if (host != move.From && host != move.To && TryArrive(aside))
                {
                    waiting[waiting.IndexOf(move)] = move with { From = host };
                    wave.Add(aside);
                    return true;
                }
            }
        }

        return false;
    }
}
