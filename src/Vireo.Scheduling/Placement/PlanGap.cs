using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Placement.Powering;

namespace Vireo.Scheduling.Placement;

/// <summary>How far the placement that a plan leads to may be from the best, whatever steps made it: its cost over the
/// horizon against a bound that no placement can undercut.</summary>
internal static class PlanGap
{
    private const double Precision = 1e4;

    /// <summary>A share of the cost, rounded up; null where nothing runs or the figures are no numbers.</summary>
    /// <param name="context">The decision, with its plan made.</param>
    /// <param name="start">Where each machine was before the plan; -1 for no host.</param>
    public static double? Of(PlacementContext context, int[] start)
    {
        var problem = Relaxed(context, start, out int[] end);
        double cost = Cost(context, problem, end);
        double gap = (cost - RelaxedBound.Of(problem)) / cost;

        return double.IsFinite(gap) && cost > 0 ? Math.Ceiling(Math.Clamp(gap, 0, 1) * Precision) / Precision : null;
    }

    /// <summary>The problem before the plan, with every limit at its widest: what any step may have used, a better plan
    /// could, too.</summary>
    /// <param name="context">The decision, with its plan made.</param>
    /// <param name="start">Where each machine was before the plan; -1 for no host.</param>
    /// <param name="end">Where each position of the problem is once the plan is carried out.</param>
    public static PlacementProblem Relaxed(PlacementContext context, int[] start, out int[] end)
    {
        var model = context.Model;
        var problem = ConsolidationProblem.Of(context, out int[] machines, model.Policy.Consolidate);
        int[] all = [.. Enumerable.Range(0, problem.Hosts)];
        end = problem.Current;

        return problem with
        {
            Current = [.. machines.Select(machine => start[machine])],
            IsMovable = [.. machines.Select((machine, i) => problem.IsMovable[i] || context.Draft.Moved.Contains(machine))],
            CpuLimitMhz = [.. problem.CpuMhz.Select(mhz => mhz * Math.Max(1, model.Policy.FillUpToRatio))],
            MemoryCapacity = [.. all.Select(model.MemoryBound)],
            IsOpen = [.. all.Select(model.CanReceive)],
            RestWatts = [.. all.Select(host => EmptyWatts(context, host))],
            MinimumOccupied = 0,
        };
    }

    /// <summary>Cost of the plan's end, its moves included, watt-hours.</summary>
    public static double Cost(PlacementContext context, PlacementProblem problem, int[] end)
    {
        var loads = new HostLoads(problem with { Current = end });
        var hosts = context.Model.Fleet.Hosts;
        double cost = 0;
        for (int host = 0; host < problem.Hosts; host++)
        {
            bool isOn = context.Model.IsOn(host) != context.Draft.Switched.Contains(host);
            cost += loads.ResidentsOf(host).Count > 0 ? loads.Cost(host)
                : isOn ? hosts[host].Power.At(0).Value * problem.HorizonHours
                : problem.RestWatts[host] * problem.HorizonHours;
        }

        for (int i = 0; i < end.Length; i++)
        {
            cost += problem.Current[i] >= 0 && problem.Current[i] != end[i] ? problem.MoveWattHours[i] : 0;
        }

        return cost;
    }

    private static double EmptyWatts(PlacementContext context, int host)
    {
        var model = context.Model;
        var noun = model.Fleet.Hosts[host];
        double idle = noun.Power.At(0).Value;

        return !model.IsOn(host) ? 0
            : model.Policy is { Consolidate: true, ManageHostPower: true } && !noun.StaysOn
                ? Math.Min(idle, PowerCycle.WattHours(noun) / Math.Max(1e-9, model.Policy.Horizon.TotalHours))
                : idle;
    }
}
