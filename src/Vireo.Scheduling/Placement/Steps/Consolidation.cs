using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Empties whole hosts onto others where the energy saved over the horizon exceeds what the migrations cost (S11).</summary>
internal static class Consolidation
{
    /// <summary>Tries the least efficient and least loaded hosts first; each is emptied entirely or left alone.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var candidates = Enumerable.Range(0, model.Fleet.Hosts.Length)
            .Where(host => MayEmpty(context, host))
            .OrderByDescending(host => context.Search.WattsPerMhz(host))
            .ThenBy(model.LoadRatio).ThenBy(host => host)
            .ToList();
        var emptied = new HashSet<int>();
        foreach (int host in candidates)
        {
            if (context.Draft.Moved.Count + model.ResidentsOf(host).Count <= MostMoves(model.Policy) &&
                !context.Draft.Targets.Contains(host) && HostsLeft(context, emptied) > model.Policy.MinimumHostsOn)
            {
                TryEmpty(context, host, emptied);
            }
        }
    }

    // What cannot be carried out before the next decision would only be superseded by it.
    private static long MostMoves(Policy policy) => 2L * policy.MaxMigrationsPerCluster;

    private static bool MayEmpty(PlacementContext context, int host) =>
        context.Model.CanReceive(host) && !context.Model.IsEmpty(host) &&
        !context.Model.BusyHosts.Contains(host) && !context.Dangers.ContainsKey(host);

    private static int HostsLeft(PlacementContext context, HashSet<int> emptied) =>
        Enumerable.Range(0, context.Model.Fleet.Hosts.Length).Count(host =>
            context.Model.CanReceive(host) && !context.Model.IsEmpty(host) && !emptied.Contains(host));

    private static void TryEmpty(PlacementContext context, int host, HashSet<int> emptied)
    {
        var model = context.Model;
        var leaving = model.ResidentsOf(host)
            .OrderByDescending(model.MeanDemand).ThenBy(machine => machine).ToList();
        if (leaving.Exists(machine => context.Draft.Moved.Contains(machine) ||
            !context.Movability.Allows(machine, isForced: false)))
        {
            return;
        }

        double cost = leaving.Sum(machine => MigrationCost.Of(model.Fleet.VirtualMachines[machine], model.Policy));
        double before = Power(context, host);
        if (before * model.Policy.Horizon.TotalHours <= cost)
        {
            return;
        }

        var moves = Place(context, host, leaving, emptied, out double added);
        double saved = (before - RestPower(context, host) - added) * model.Policy.Horizon.TotalHours;
        bool isWorth = moves.Count == leaving.Count && saved > cost &&
            context.Spare.Shortage(other => other == host || emptied.Contains(other) || IsSwitched(context, other)) is null;
        if (!isWorth)
        {
            TakeBack(context, host, moves);
            if (moves.Count == leaving.Count)
            {
                Refuse(context, host, saved, cost);
            }

            return;
        }

        emptied.Add(host);
        foreach (int machine in moves)
        {
            Commit(context, machine, host, before, saved / moves.Count);
        }
    }

    private static List<int> Place(
        PlacementContext context, int host, List<int> leaving, HashSet<int> emptied, out double added)
    {
        var model = context.Model;
        var moves = new List<int>();
        added = 0;
        foreach (int machine in leaving)
        {
            int target = context.Search.Best(machine, allowEmpty: false, other => other == host || emptied.Contains(other));
            if (target < 0)
            {
                break;
            }

            double watts = Power(context, target);
            model.Move(machine, target);
            added += Power(context, target) - watts;
            moves.Add(machine);
        }

        return moves;
    }

    private static void TakeBack(PlacementContext context, int host, List<int> moves)
    {
        for (int i = moves.Count - 1; i >= 0; i--)
        {
            context.Model.Undo(moves[i], host);
        }
    }

    private static void Commit(PlacementContext context, int machine, int host, double watts, double benefit)
    {
        var model = context.Model;
        int target = model.HostOf[machine];
        context.Draft.Migrate(
            machine,
            host,
            "consolidate",
            $"Host '{model.Fleet.Hosts[host].Id}' draws {watts:0} W and everything on it fits elsewhere at the " +
            $"{model.Policy.DemandQuantile:0.##} quantile for {model.Policy.Horizon.TotalMinutes:0} minutes.",
            $"'{model.Fleet.Hosts[host].Id}' empties; '{model.Fleet.Hosts[target].Id}' rises to {model.LoadRatio(target):P0}.",
            benefit);
    }

    private static void Refuse(PlacementContext context, int host, double saved, double cost)
    {
        string reason = saved <= cost
            ? $"Emptying it would save {saved:0} Wh over the horizon and cost {cost:0} Wh."
            : context.Spare.Shortage(other => other == host) ?? "Too little spare capacity would be left.";
        context.Draft.Refuse(
            EntityId.Of(context.Model.Fleet.Hosts[host].Id), saved <= cost ? "S11" : "S6", reason);
    }

    private static bool IsSwitched(PlacementContext context, int host) => context.Draft.Switched.Contains(host);

    private static double Power(PlacementContext context, int host) =>
        context.Model.Fleet.Hosts[host].Power.At(context.Model.MeanRatio(host)).Value;

    // An emptied host that stays on keeps drawing its idle power.
    private static double RestPower(PlacementContext context, int host) =>
        context.Model.Policy.ManageHostPower ? 0 : context.Model.Fleet.Hosts[host].Power.At(0).Value;
}
