using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Moves machines that stand where a rule forbids: rules change, and others move machines too.</summary>
internal static class RuleRepair
{
    /// <summary>Repairs with one move where that is enough, else with the fewest others that make way.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        foreach (var rule in model.Policy.Rules)
        {
            foreach (var id in rule.VirtualMachines)
            {
                if (model.MachineIndex.TryGetValue(id, out int machine) && model.HostOf[machine] >= 0 &&
                    !context.Draft.Moved.Contains(machine) &&
                    context.Rules.BrokenInTheEnd(model, machine) is { } broken)
                {
                    Repair(context, machine, broken);
                }
            }
        }
    }

    private static void Repair(PlacementContext context, int machine, AffinityRule broken)
    {
        var model = context.Model;
        int from = model.HostOf[machine];
        var id = model.Fleet.VirtualMachines[machine].Id;
        if (context.Movability.WhyNot(machine, isForced: false) is { } stays)
        {
            context.Draft.Refuse(EntityId.Of(id), stays.Rule, $"Rule '{broken.Name}' is broken. {stays.Reason}");
            return;
        }

        int target = context.Search.Best(machine, allowEmpty: true, _ => false);
        if (target < 0)
        {
            var (rule, reason) = context.Search.WhyNowhere(machine);
            string? tried = Exchange.Run(
                context, machine, model.Policy.FillUpToRatio, to => Why(broken, id, model.Fleet.Hosts[from].Id, to, instead: ""));
            if (tried is not null)
            {
                string sleepers = context.NeedHost(
                    machine, context.Search, $"Rule '{broken.Name}' is broken for '{id}' and no running host can take it.");
                context.Draft.Refuse(EntityId.Of(id), rule, $"Rule '{broken.Name}' is broken. {reason} {tried}{sleepers}");
            }

            return;
        }

        string instead = context.Search.Instead(machine, target);
        if (!context.TryMove(machine, target))
        {
            return;
        }

        context.Draft.Migrate(machine, from, Why(broken, id, model.Fleet.Hosts[from].Id, model.Fleet.Hosts[target].Id, instead));
    }

    private static Explanation Why(AffinityRule broken, VirtualMachineId id, HostId from, HostId to, string instead) => new(
        "repair", $"Rule '{broken.Name}' ({broken.Kind}) does not hold for '{id}' on '{from}'.", $"The rule holds on '{to}'.", instead);
}
