using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Moves machines that stand where a rule forbids: rules change, and others move machines too.</summary>
internal static class RuleRepair
{
    /// <summary>Repairs what one move each can repair.</summary>
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
            context.Draft.Refuse(EntityId.Of(id), rule, $"Rule '{broken.Name}' is broken. {reason}");
            return;
        }

        string instead = context.Search.Instead(machine, target);
        if (!context.TryMove(machine, target))
        {
            return;
        }

        context.Draft.Migrate(
            machine,
            from,
            new Explanation(
                "repair",
                $"Rule '{broken.Name}' ({broken.Kind}) does not hold for '{id}' on '{model.Fleet.Hosts[from].Id}'.",
                $"The rule holds on '{model.Fleet.Hosts[target].Id}'.", instead));
    }
}
