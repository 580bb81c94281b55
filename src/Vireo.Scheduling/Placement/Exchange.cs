using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.Scheduling.Placement;

/// <summary>Moves a machine that has to leave its host, and others out of its way, where no host has room for it as
/// things stand.</summary>
internal static class Exchange
{
    // Each compiles the whole fleet anew.
    private const int MostTried = 16;

    /// <summary>Adds the moves to the plan in a safe order, cycles broken through a third host.</summary>
    /// <param name="context">The decision so far.</param>
    /// <param name="machine">Who has to leave.</param>
    /// <param name="fillUpTo">How far hosts may be filled for it, CPU ratio.</param>
    /// <param name="why">The explanation of its own move, to a host.</param>
    /// <returns>Null when it was done; else what was tried, in one sentence.</returns>
    public static string? Run(PlacementContext context, int machine, double fillUpTo, Func<HostId, Explanation> why)
    {
        var model = context.Model;
        if (IsTied(context, machine))
        {
            return "It stays together with others, so it does not make its way alone.";
        }

        if (++context.ExchangesTried > MostTried)
        {
            return "Moving others out of its way was not tried, after as many as are tried in one plan.";
        }

        var problem = ConsolidationProblem.Of(context, out int[] machines, emptiesHosts: true);
        int position = Array.IndexOf(machines, machine);
        problem = problem with
        {
            CpuLimitMhz = [.. problem.CpuLimitMhz.Select((limit, host) =>
                limit + (problem.CpuMhz[host] * (fillUpTo - model.Policy.FillUpToRatio)))],
            IsOpen = [.. problem.IsOpen.Select((_, host) => model.CanReceive(host) && !context.Dangers.ContainsKey(host))],
        };
        string? refused = null;
        var steps = ExchangeSearch.Find(
            problem, position, steps =>
            {
                string? why = WhyNot(context, machines, steps);
                refused ??= why;

                return why is null;
            }, out bool isProved);
        if (steps is null)
        {
            return refused ?? (isProved
                ? $"Moving up to {ExchangeSearch.MostDisplaced} others out of its way makes no room for it either."
                : "No way to make room for it by moving others was found within the trials.");
        }

        Commit(context, machines, position, steps, why);

        return null;
    }

    // Moved one after the other, machines that stay together would be apart for a moment.
    private static bool IsTied(PlacementContext context, int machine)
    {
        var model = context.Model;
        var id = model.Fleet.VirtualMachines[machine].Id;

        return model.Policy.Rules.Any(rule => rule.Kind == AffinityKind.KeepTogether && rule.VirtualMachines.Contains(id) &&
            rule.VirtualMachines.Any(other => other != id && model.MachineIndex.TryGetValue(other, out int at) && model.HostOf[at] >= 0));
    }

    // Of several ways the first is told: it moves the fewest.
    private static string? WhyNot(PlacementContext context, int[] machines, IReadOnlyList<TransitionStep> steps)
    {
        string who = steps.Count == 1 ? "Moving it alone" : $"Moving it and others out of its way, {steps.Count} moves,";

        return steps.Count > context.ActionsLeft ? $"{who} would be more than may still be started ({ActionBudget.Rule})."
            : KeepsSpare(context, machines, steps) ? null
            : $"{who} would use up what is kept for a lost fault domain.";
    }

    // The moves are made in the model, one after the other, and taken back.
    private static bool KeepsSpare(PlacementContext context, int[] machines, IReadOnlyList<TransitionStep> steps)
    {
        bool held = context.Spare.Holds();
        bool keeps = true;
        int made = 0;
        while (keeps && made < steps.Count)
        {
            context.Model.Move(machines[steps[made].Machine], steps[made].To);
            made++;
            bool holds = context.Spare.Holds();
            keeps = !held || holds;
            held = holds;
        }

        while (made > 0)
        {
            made--;
            context.Model.Undo(machines[steps[made].Machine], steps[made].From);
        }

        return keeps;
    }

    private static void Commit(
        PlacementContext context, int[] machines, int root, IReadOnlyList<TransitionStep> steps, Func<HostId, Explanation> why)
    {
        var fleet = context.Model.Fleet;
        var ids = new List<ActionId>();
        var last = steps.Select((step, at) => (step.Machine, at)).GroupBy(one => one.Machine)
            .ToDictionary(group => group.Key, group => group.Max(one => one.at));
        string name = $"'{fleet.VirtualMachines[machines[root]].Id}'";
        var explained = why(fleet.Hosts[steps[last[root]].To].Id);
        for (int at = 0; at < steps.Count; at++)
        {
            var step = steps[at];
            var to = fleet.Hosts[step.To].Id;
            context.Model.Move(machines[step.Machine], step.To);
            var explanation = at == last[root] ? explained with { Instead = "No host has room for it unless others make way." }
                : explained with
                {
                    Reason = last[step.Machine] != at
                        ? $"It steps aside until '{fleet.Hosts[steps[last[step.Machine]].To].Id}' has room for it, so that " +
                            $"{name} can move. {explained.Reason}"
                        : $"It makes way for {name}. {explained.Reason}",
                    Effect = $"'{to}' takes it.",
                    Instead = "With fewer moves there is no way.",
                };
            ids.Add(context.Draft.Migrate(
                machines[step.Machine], step.From, step.To, [.. step.After.Select(before => ids[before])], explanation));
        }
    }
}
