namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>Makes room for one machine where none is free, by moving others out of its way, the fewest first: when it
/// finds a way there is none with fewer.</summary>
internal sealed class ExchangeSearch
{
    /// <summary>Most machines that step out of the way of one another.</summary>
    public const int MostDisplaced = 3;

    // Each is one machine tried on one host; beyond them nothing is proved.
    private const int MostTrials = 20_000;

    private readonly PlacementProblem _problem;
    private readonly HostLoads _loads;
    private readonly Func<IReadOnlyList<TransitionStep>, bool> _admits;
    private readonly Stack<int> _waiting = [];
    private int _trials = MostTrials;

    private ExchangeSearch(PlacementProblem problem, Func<IReadOnlyList<TransitionStep>, bool> admits)
    {
        _problem = problem;
        _loads = new HostLoads(problem);
        _admits = admits;
    }

    /// <summary>Whether every chain was tried; false where the trials ran out.</summary>
    public bool IsProved => _trials >= 0;

    /// <summary>The steps that bring a machine to another host, in a safe order; null when there are none.</summary>
    /// <param name="problem">Where everything is; hosts that are closed receive nothing.</param>
    /// <param name="machine">Whom to move off its host, whether or not it is movable otherwise.</param>
    /// <param name="admits">Asked of each way that is found, for rules that only the caller knows.</param>
    /// <param name="isProved">Whether a null means that there is no such way with so few displaced.</param>
    public static IReadOnlyList<TransitionStep>? Find(
        PlacementProblem problem, int machine, Func<IReadOnlyList<TransitionStep>, bool> admits, out bool isProved)
    {
        var search = new ExchangeSearch(problem, admits);
        search._loads.Take(machine);
        search._waiting.Push(machine);
        IReadOnlyList<TransitionStep>? steps = null;
        for (int displaced = 0; displaced <= MostDisplaced && steps is null && search.IsProved; displaced++)
        {
            steps = search.PlaceAll(displaced);
        }

        isProved = search.IsProved;

        return steps;
    }

    // Who has no place goes to any host but the one it was on at first; once all have one, there has to be a safe way.
    private IReadOnlyList<TransitionStep>? PlaceAll(int displaced)
    {
        if (_waiting.Count == 0)
        {
            return Transition.Order(_problem, _loads.HostOf) is { } steps && _admits(steps) ? steps : null;
        }

        int machine = _waiting.Pop();
        IReadOnlyList<TransitionStep>? found = null;
        for (int host = 0; host < _problem.Hosts && found is null && IsProved; host++)
        {
            if (host != _problem.Current[machine] && _problem.IsOpen[host])
            {
                found = PutOn(host, machine, [.. Displaceable(host)], 0, displaced);
            }
        }

        _waiting.Push(machine);

        return found;
    }

    // Where it does not fit, one after the other of those that are there makes way.
    private IReadOnlyList<TransitionStep>? PutOn(int host, int machine, int[] others, int next, int displaced)
    {
        if (--_trials < 0)
        {
            return null;
        }

        IReadOnlyList<TransitionStep>? found = null;
        if (_loads.Allows(machine, host))
        {
            _loads.Put(machine, host);
            found = PlaceAll(displaced);
            _loads.Take(machine);

            return found;
        }

        for (int i = next; i < others.Length && displaced > 0 && found is null; i++)
        {
            _loads.Take(others[i]);
            _waiting.Push(others[i]);
            found = PutOn(host, machine, others, i + 1, displaced - 1);
            _waiting.Pop();
            _loads.Put(others[i], host);
        }

        return found;
    }

    private IEnumerable<int> Displaceable(int host) => _loads.ResidentsOf(host)
        .Where(other => _problem.IsMovable[other] && _problem.Current[other] == host)
        .OrderBy(other => _problem.MoveWattHours[other]).ThenBy(other => other);
}
