using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Why each move of a consolidation is made, from where everything is in the end.</summary>
internal sealed class ConsolidationWords
{
    // Below this, in watt-hours, two places cost the same.
    private const double Same = 0.5;
    private readonly PlacementContext _context;
    private readonly PlacementProblem _problem;
    private readonly int[] _machines;
    private readonly int[] _hostOf;
    private readonly HostLoads _end;

    /// <summary>Looks at the end of a plan.</summary>
    /// <param name="context">The decision, with the moves made.</param>
    /// <param name="problem">What was to be improved.</param>
    /// <param name="machines">The machine at each position of the problem.</param>
    /// <param name="hostOf">Where each position ends.</param>
    public ConsolidationWords(PlacementContext context, PlacementProblem problem, int[] machines, int[] hostOf)
    {
        (_context, _problem, _machines, _hostOf) = (context, problem, machines, hostOf);
        _end = new HostLoads(problem with { Current = hostOf });
    }

    /// <summary>Explains a step.</summary>
    /// <param name="step">One of the plan's.</param>
    /// <param name="share">Watt-hours that are this step's part of what the plan gains.</param>
    /// <param name="together">What all moves save, in a sentence.</param>
    public Explanation Of(TransitionStep step, double share, string together)
    {
        var (more, other) = Compare(step.Machine);
        string mended = Mended(step);
        string left = more >= Same ? $" Left on '{Host(Home(step))}' it would cost {more:0} Wh more over the horizon." : "";

        return new Explanation(
            Explanation.Consolidate, Reason(step, more),
            $"'{Host(step.To)}' rises to {_context.Model.LoadRatio(step.To):P0}.{CompanyWords.Of(_context.Model, step.To)}{left}{mended} {together}", other, share);
    }

    private string Reason(TransitionStep step, double more)
    {
        var policy = _context.Model.Policy;
        var (home, final) = (Home(step), _hostOf[step.Machine]);
        if (step.From != home)
        {
            return $"'{Machine(step.Machine)}' had stepped aside to '{Host(step.From)}'; '{Host(final)}' has room for it now.";
        }

        if (step.To != final)
        {
            return $"'{Host(final)}' has no room yet for '{Machine(step.Machine)}', and needs what it leaves free: it steps aside.";
        }

        return _end.ResidentsOf(home).Count == 0
            ? $"Host '{Host(home)}' is not needed: everything on it fits elsewhere at the {policy.DemandQuantile:0.##} quantile for " +
              $"{policy.Horizon.TotalMinutes:0} minutes."
            : WhyOffAHostThatStays(step, home, more);
    }

    private string WhyOffAHostThatStays(TransitionStep step, int home, double more)
    {
        int comer = _end.ResidentsOf(home).Where(other => _problem.Current[other] >= 0 && _problem.Current[other] != home)
            .Order().DefaultIfEmpty(-1).First();
        if (comer >= 0)
        {
            string emptied = _end.ResidentsOf(_problem.Current[comer]).Count == 0 ? ", which is emptied" : "";

            return $"Host '{Host(home)}' makes room for '{Machine(comer)}' of '{Host(_problem.Current[comer])}'{emptied}.";
        }

        return more >= Same
            ? $"'{Machine(step.Machine)}' costs {more:0} Wh less on '{Host(step.To)}' over the horizon, in energy, CPU not served and " +
              "broken wishes."
            : "It is part of an exchange whose moves pay together.";
    }

    // What staying at home would cost more than the place it has, and the cheapest place that is neither.
    private (double More, string Instead) Compare(int position)
    {
        var (home, final) = (_problem.Current[position], _hostOf[position]);
        _end.Take(position);
        double here = Added(position, final);
        double more = Added(position, home) - here;
        var (second, cost) = Cheapest(position, home, final);
        _end.Put(position, final);

        return (more, second < 0
            ? "No other host could take it beside what the plan puts there."
            : $"Host '{Host(second)}' could take it, too, {Difference(cost - here)}.");
    }

    private (int Host, double Cost) Cheapest(int position, int home, int final)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (int host = 0; host < _problem.Hosts; host++)
        {
            if (host != home && host != final && _end.Allows(position, host) && Added(position, host) is var cost && cost < least)
            {
                (best, least) = (host, cost);
            }
        }

        return (best, least);
    }

    private static string Difference(double wattHours) => wattHours switch
    {
        >= Same => $"for {wattHours:0} Wh more over the horizon",
        > -Same => "for the same",
        _ => $"for {-wattHours:0} Wh less, which the search did not settle on",
    };

    private double Added(int position, int host) => _end.Added(position, host);

    // Wishes that hold where it ends, and would not where it was.
    private string Mended(TransitionStep step)
    {
        var names = new List<string>();
        int final = _hostOf[step.Machine];
        foreach (int wish in _problem.Wishes.Of(step.Machine))
        {
            if (_end.Wishes.Times(wish, final, final) < _end.Wishes.Times(wish, Home(step), final))
            {
                names.Add($"'{_problem.Wishes.Wishes[wish].Rule.Name}'");
            }
        }

        return names.Count == 0 ? "" : $" That is as {(names.Count == 1 ? "wish" : "wishes")} {string.Join(" and ", names)} asked.";
    }

    private int Home(TransitionStep step) => _problem.Current[step.Machine];

    private HostId Host(int host) => _context.Model.Fleet.Hosts[host].Id;

    private VirtualMachineId Machine(int position) => _context.Model.Fleet.VirtualMachines[_machines[position]].Id;
}
