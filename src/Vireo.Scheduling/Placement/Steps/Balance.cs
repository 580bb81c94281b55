namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Levels load between hosts that are on, when the spread is worth a migration.</summary>
internal static class Balance
{
    private const int MostMoves = 8;

    /// <summary>Moves from the fullest to the emptiest host while that narrows the spread.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var on = Enumerable.Range(0, model.Fleet.Hosts.Length)
            .Where(host => model.CanReceive(host) && !context.Dangers.ContainsKey(host)).ToList();
        for (int move = 0; move < MostMoves && on.Count > 1 && context.ActionsLeft > 0; move++)
        {
            int full = on.MaxBy(host => model.NearRatio(host));
            int empty = on.MinBy(host => model.LoadRatio(host));
            double spread = model.NearRatio(full) - model.LoadRatio(empty);
            if (spread <= model.Policy.BalanceTolerance || !Level(context, full, empty, spread))
            {
                return;
            }
        }
    }

    private static bool Level(PlacementContext context, int full, int empty, double spread)
    {
        var model = context.Model;
        double wanted = spread / 2 * model.Fleet.Hosts[full].CpuCapacity.Value;
        var candidates = model.ResidentsOf(full)
            .Where(candidate => !context.Draft.Moved.Contains(candidate) &&
                context.Movability.Allows(candidate, isForced: false) && context.Search.Allows(candidate, empty))
            .OrderBy(candidate => Math.Abs(model.MeanDemand(candidate) - wanted)).ThenBy(candidate => candidate).Take(2).ToList();
        int machine = candidates.Count > 0 ? candidates[0] : -1;
        if (machine < 0 || model.MeanDemand(machine) <= 0 || model.MeanDemand(machine) >= 2 * wanted ||
            !context.TryMove(machine, empty))
        {
            return false;
        }

        context.Draft.Migrate(
            machine,
            full,
            new Explanation(
                "balance",
                $"Hosts '{model.Fleet.Hosts[full].Id}' and '{model.Fleet.Hosts[empty].Id}' are {spread:P0} of CPU apart, more than " +
                $"{model.Policy.BalanceTolerance:P0}.",
                $"The spread narrows to {model.NearRatio(full) - model.LoadRatio(empty):P0}.",
                Instead(model, candidates, wanted)));

        return true;
    }

    private static string Instead(Model.FleetModel model, List<int> candidates, double wanted) => candidates.Count < 2
        ? "No other machine of the fuller host may move there."
        : $"'{model.Fleet.VirtualMachines[candidates[1]].Id}' takes {model.MeanDemand(candidates[1]):0} MHz, not nearer to the " +
          $"{wanted:0} MHz that level the two.";
}
