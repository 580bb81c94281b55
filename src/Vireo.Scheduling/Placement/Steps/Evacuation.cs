using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Empties hosts that are in maintenance or likely to fail. Rest and return rules give way to a failure
/// (S12).</summary>
internal static class Evacuation
{
    /// <summary>Moves what can move; what cannot is refused with the nearest miss (S5).</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        for (int host = 0; host < model.Fleet.Hosts.Length; host++)
        {
            var noun = model.Fleet.Hosts[host];
            string? why = noun.IsInMaintenance ? $"Host '{noun.Id}' is in maintenance."
                : context.Failing.TryGetValue(host, out string? danger) ? $"Host '{noun.Id}' is likely to fail: {danger}"
                : null;
            if (why is not null && model.IsOn(host))
            {
                Empty(context, host, why);
            }
        }
    }

    private static void Empty(PlacementContext context, int host, string why)
    {
        var model = context.Model;
        var leaving = model.ResidentsOf(host)
            .OrderByDescending(machine => model.Fleet.VirtualMachines[machine].Memory.Value).ThenBy(machine => machine)
            .ToList();
        foreach (int machine in leaving)
        {
            var id = model.Fleet.VirtualMachines[machine].Id;
            if (context.Movability.WhyNot(machine, isForced: true) is { } stays)
            {
                context.Draft.Refuse(EntityId.Of(id), stays.Rule, stays.Reason);
                continue;
            }

            int target = context.Forced.Best(machine, allowEmpty: true, other => other == host);
            if (target < 0)
            {
                var (rule, reason) = context.Forced.WhyNowhere(machine);
                context.Draft.Refuse(EntityId.Of(id), rule, $"'{id}' cannot leave host '{model.Fleet.Hosts[host].Id}'. {reason}");
                context.NeedHost(
                    $"'{id}' has to leave host '{model.Fleet.Hosts[host].Id}' and no running host can take it.",
                    model.MeanDemand(machine), model.Fleet.VirtualMachines[machine].Memory.Value);
                continue;
            }

            string instead = context.Forced.Instead(machine, target);
            model.Move(machine, target);
            context.Draft.Migrate(
                machine, host,
                new Explanation("evacuate", why, $"'{id}' is safe on '{model.Fleet.Hosts[target].Id}'.", instead));
        }
    }
}
