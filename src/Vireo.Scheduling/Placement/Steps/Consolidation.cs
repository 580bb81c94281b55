using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Looks for the placement that costs least over the horizon, energy, unserved demand and moves together, and goes there
/// as far as each step pays back (S11).</summary>
internal sealed class Consolidation
{
    private const int MostSpareRefusals = 12;
    private const int MostExplained = 5;
    private readonly PlacementContext _context;
    private readonly PlacementProblem _problem;
    private readonly int[] _machines;
    private readonly HashSet<int> _bareBefore;
    private int _spareRefusals;

    private Consolidation(PlacementContext context)
    {
        _context = context;
        _problem = ConsolidationProblem.Of(context, out _machines);
        _bareBefore = [.. Enumerable.Range(0, _problem.Hosts).Where(context.Model.IsEmpty)];
    }

    /// <summary>Plans the moves, or says why none pays.</summary>
    public static void Run(PlacementContext context)
    {
        var step = new Consolidation(context);
        if (step._problem.MostMoves == 0)
        {
            return;
        }

        var solution = PlacementSearch.Solve(step._problem, step.Admit);
        if (solution.Moves > 0 && Transition.Order(step._problem, solution.HostOf) is { } steps && step.KeepsSpare(solution, steps))
        {
            step.Commit(solution, steps);
        }
        else
        {
            step.TakeBack(solution);
        }

        context.Draft.OptimalityGap =
            double.IsFinite(solution.OptimalityGap) ? Math.Round(solution.OptimalityGap, 4) : null;
        step.ExplainStaying(solution);
    }

    // What the search decides has happened in the model; spare capacity is asked of that (S6).
    private bool Admit(IReadOnlyList<Reassignment> changes)
    {
        if (_spareRefusals >= MostSpareRefusals)
        {
            return false;
        }

        foreach (var change in changes)
        {
            Put(change.Machine, change.To);
        }

        if (_context.Spare.Shortage(IsGoing) is not { } missing)
        {
            return true;
        }

        foreach (var change in changes)
        {
            Put(change.Machine, change.From);
        }

        _spareRefusals++;
        _context.Draft.Refuse(
            EntityId.Of(_context.Model.Fleet.Hosts[changes[0].From].Id), "S6", $"Its machines stay. {missing}");

        return false;
    }

    // The end was admitted; the way there must keep the spare capacity, too.
    private bool KeepsSpare(PlacementSolution solution, IReadOnlyList<TransitionStep> steps)
    {
        if (_context.Model.Policy.SpareFaultDomains <= 0)
        {
            return true;
        }

        TakeBack(solution);
        bool held = _context.Spare.Holds();
        foreach (var step in steps)
        {
            Put(step.Machine, step.To);
            bool holds = _context.Spare.Holds();
            if (held && !holds)
            {
                _context.Draft.Refuse(
                    EntityId.Of(_context.Model.Fleet.Hosts[step.From].Id), "S6",
                    "Its machines stay: halfway, too little would be kept for a lost fault domain.");
                return false;
            }

            held = holds;
        }

        return true;
    }

    private bool IsGoing(int host) => _context.Draft.Switched.Contains(host) ||
        (_problem.MayEmpty[host] && _context.Model.IsEmpty(host) && !_bareBefore.Contains(host));

    private void Put(int position, int host)
    {
        int machine = _machines[position];
        int origin = _problem.Current[position];
        if (_context.Model.HostOf[machine] != origin)
        {
            _context.Model.Undo(machine, origin);
        }

        if (host != origin)
        {
            _context.Model.Move(machine, host);
        }
    }

    private void TakeBack(PlacementSolution solution)
    {
        for (int position = 0; position < solution.HostOf.Length; position++)
        {
            Put(position, _problem.Current[position]);
        }
    }

    private void Commit(PlacementSolution solution, IReadOnlyList<TransitionStep> steps)
    {
        double gross = solution.StartWattHours - solution.WattHours;
        for (int position = 0; position < solution.HostOf.Length; position++)
        {
            gross += solution.HostOf[position] != _problem.Current[position] ? _problem.MoveWattHours[position] : 0;
        }

        var ids = new List<ActionId>();
        foreach (var step in steps)
        {
            ids.Add(_context.Draft.Migrate(
                _machines[step.Machine], step.From, step.To, [.. step.After.Select(at => ids[at])], "consolidate",
                Reason(step), Effect(step, solution), gross / steps.Count));
        }
    }

    private string Reason(TransitionStep step)
    {
        var hosts = _context.Model.Fleet.Hosts;
        double watts = hosts[step.From].Power.At(_context.Model.MeanRatio(step.From)).Value;

        return _context.Model.IsEmpty(step.From)
            ? $"Host '{hosts[step.From].Id}' is not needed: everything on it fits elsewhere at the " +
              $"{_context.Model.Policy.DemandQuantile:0.##} quantile for {_context.Model.Policy.Horizon.TotalMinutes:0} minutes."
            : $"Host '{hosts[step.From].Id}' ({watts:0} W after it) makes room so that another can be emptied.";
    }

    private string Effect(TransitionStep step, PlacementSolution solution)
    {
        var model = _context.Model;
        string target = $"'{model.Fleet.Hosts[step.To].Id}' rises to {model.LoadRatio(step.To):P0}";
        int other = _context.Search.Best(_machines[step.Machine], allowEmpty: false, host => host == step.To || host == step.From);
        string instead = other < 0 ? "no other host had room" :
            $"'{model.Fleet.Hosts[other].Id}' at {model.LoadRatio(other):P0} would have done, too";

        return $"{target}; {instead}. The plan saves {solution.StartWattHours - solution.WattHours:0} Wh in all.";
    }

    // The emptiest hosts that stay: a person asks about these first.
    private void ExplainStaying(PlacementSolution solution)
    {
        var model = _context.Model;
        var staying = Enumerable.Range(0, _problem.Hosts)
            .Where(host => _problem.MayEmpty[host] && !model.IsEmpty(host) && !_context.Draft.Targets.Contains(host))
            .OrderBy(model.LoadRatio).ThenBy(host => host).Take(MostExplained);
        foreach (int host in staying)
        {
            double saved = (model.Fleet.Hosts[host].Power.At(model.MeanRatio(host)).Value - _problem.RestWatts[host]) *
                _problem.HorizonHours;
            double cost = model.ResidentsOf(host).Sum(machine => MigrationCost.Of(model.Demand.MemoryInUse[machine], model.Policy));
            if (saved <= cost)
            {
                _context.Draft.Refuse(
                    EntityId.Of(model.Fleet.Hosts[host].Id), "S11",
                    $"Emptying it would save at most {saved:0} Wh over the horizon and cost {cost:0} Wh.");
            }
        }
    }
}
