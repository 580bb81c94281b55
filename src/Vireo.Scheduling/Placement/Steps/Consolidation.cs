using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Placement.Powering;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Looks for the placement that costs least over the horizon, energy, unserved demand and moves together, and
/// goes there as far as each step pays back (S11).</summary>
internal sealed class Consolidation
{
    private const int MostSpareRefusals = 12;
    private const int MostExplained = 5;

    // The rule of limits on parallel migrations: what cannot be carried out before the next decision is not planned.
    private const string MoveLimit = "S13";
    private readonly PlacementContext _context;
    private readonly PlacementProblem _problem;
    private readonly int[] _machines;
    private readonly HashSet<int> _bareBefore;
    private int _spareRefusals;

    private Consolidation(PlacementContext context, bool emptiesHosts)
    {
        _context = context;
        _problem = ConsolidationProblem.Of(context, out _machines, emptiesHosts);
        _bareBefore = [.. Enumerable.Range(0, _problem.Hosts).Where(context.Model.IsEmpty)];
    }

    /// <summary>Plans the moves, or says why none pays.</summary>
    /// <param name="context">The decision so far.</param>
    /// <param name="emptiesHosts">Whether hosts may be emptied; if not, only what mends wishes is moved.</param>
    public static void Run(PlacementContext context, bool emptiesHosts)
    {
        var step = new Consolidation(context, emptiesHosts);
        if (step._problem.MostMoves == 0)
        {
            step.SayWhenPutOff();
            return;
        }

        var solution = PlacementSearch.Solve(step._problem, step.Admit);
        step.SayWhenCutShort(solution);
        if (solution.Moves > 0 && step.SafeOrder(solution) is { } steps)
        {
            step.Commit(solution, steps);
        }
        else
        {
            step.TakeBack(solution);
        }

        if (emptiesHosts)
        {
            context.Draft.OptimalityGap = double.IsFinite(solution.OptimalityGap) ? Math.Round(solution.OptimalityGap, 4) : null;
            step.ExplainStaying(solution);
        }
    }

    private void SayWhenCutShort(PlacementSolution solution)
    {
        if (solution.IsCutShort)
        {
            _context.Draft.Refuse(
                EntityId.Of(_context.Model.Fleet.Cluster), MoveLimit,
                $"More moves could pay than the {_problem.MostMoves} that are still planned for now. {WhyLimited()}");
        }
    }

    private string WhyLimited() => _problem.MostMoves < _context.ActionsLeft
        ? $"A plan has at most twice maxMigrationsPerCluster ({_context.Model.Policy.MaxMigrationsPerCluster}) moves that nothing " +
            "urgent asks for; the rest waits for the next decision."
        : $"{ActionBudget.Limit(_context.Model.Fleet, _context.Model.Policy)}.";

    private void SayWhenPutOff()
    {
        if (_context.ActionsLeft > 0)
        {
            _context.Draft.Refuse(
                EntityId.Of(_context.Model.Fleet.Cluster), MoveLimit, $"No better placement is looked for. {WhyLimited()}");
        }
        else
        {
            var model = _context.Model;
            _context.Draft.Refuse(
                EntityId.Of(model.Fleet.Cluster), ActionBudget.Rule,
                $"No better placement is looked for: {ActionBudget.Limit(model.Fleet, model.Policy)}" +
                (_context.Draft.Count > 0 ? ", and this plan takes the rest." : "."));
        }
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

        if (_context.ShortageWithout(IsGoing) is not { } missing)
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

    private IReadOnlyList<TransitionStep>? SafeOrder(PlacementSolution solution)
    {
        var steps = Transition.Order(_problem, solution.HostOf);
        string? why = steps is null ? "have no order in which every target has room at every moment"
            : steps.Count > _context.ActionsLeft
                ? $"would be {steps.Count} with those that step aside, more than may still be started"
            : Margin(solution, steps) <= 0 ? "do not pay back once some step aside for others"
            : null;
        if (why is not null)
        {
            _context.Draft.Refuse(
                EntityId.Of(_context.Model.Fleet.Cluster),
                steps is null ? "S1" : steps.Count > _context.ActionsLeft ? ActionBudget.Rule : "S11",
                $"The {solution.Moves} moves to the best placement found {why}.");
        }

        return why is null && KeepsSpare(solution, steps!) ? steps : null;
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
        double price = steps.Sum(step => _problem.MoveWattHours[step.Machine]) / MigrationCost.PayBack;
        double saved = Margin(solution, steps) + (price * (MigrationCost.PayBack - 1));
        double gross = saved + price + Boots(solution);
        string money = _context.Model.Policy.Prices is { } prices ? $" ({prices.Text(saved)})" : "";
        string together = steps.Count == 1
            ? $"That saves {saved:0} Wh{money}, the move's price taken off."
            : $"The plan's {steps.Count} moves save {saved:0} Wh{money} together, their price taken off.";
        double wishes = _problem.Wishes.WattHours(_problem.Current) - _problem.Wishes.WattHours(solution.HostOf);
        var words = new ConsolidationWords(_context, _problem, _machines, solution.HostOf);
        var ids = new List<ActionId>();
        foreach (var step in steps)
        {
            ids.Add(_context.Draft.Migrate(
                _machines[step.Machine], step.From, step.To, [.. step.After.Select(at => ids[at])],
                words.Of(step, gross / steps.Count, together) with { Wishes = wishes / steps.Count }));
        }
    }

    // What the switched-off hosts' next starts cost is told with each of them.
    private double Boots(PlacementSolution solution)
    {
        var filled = solution.HostOf.ToHashSet();

        return !_context.Model.Policy.ManageHostPower ? 0 : Enumerable.Range(0, _problem.Hosts)
            .Where(host => _problem.MayEmpty[host] && !_bareBefore.Contains(host) && !filled.Contains(host))
            .Sum(host => PowerCycle.WattHours(_context.Model.Fleet.Hosts[host]));
    }

    // How far the gain exceeds what the moves have to pay back. The search knows no steps aside: each is one move more.
    private double Margin(PlacementSolution solution, IReadOnlyList<TransitionStep> steps) =>
        solution.StartWattHours - solution.WattHours -
        steps.Where(step => step.From != _problem.Current[step.Machine]).Sum(step => _problem.MoveWattHours[step.Machine]);

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
            double cost = model.ResidentsOf(host).Sum(machine => MigrationCost.Of(model, machine, host));
            if (saved <= MigrationCost.PayBack * cost)
            {
                _context.Draft.Refuse(
                    EntityId.Of(model.Fleet.Hosts[host].Id), "S11",
                    $"Emptying it would save at most {saved:0} Wh over the horizon and cost {cost:0} Wh; moves have to gain " +
                    $"{MigrationCost.PayBack:0.##} times what they cost.");
            }
        }
    }
}
