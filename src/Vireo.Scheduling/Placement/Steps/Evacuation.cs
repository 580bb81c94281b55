using Vireo.Fleet;
using Vireo.Scheduling.Placement.Evacuating;
using Vireo.Scheduling.Remedies;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Empties hosts that are in maintenance or likely to fail. Rest and return rules give way to a failure
/// (S12).</summary>
internal static class Evacuation
{
    /// <summary>Moves what can move. Where one after the other does not come out, all are placed together; what cannot
    /// leave even when others make way is refused with the nearest miss, and a set that cannot leave together is named, none of it
    /// superfluous (S5).</summary>
    public static void Run(PlacementContext context)
    {
        var leaving = Leaving(context);
        var targets = new JointTargets(context);
        var together = targets.OneByOne(leaving).Count < leaving.Count ? Together(context, targets, leaving) : null;
        List<LeavingMachine> stuck = [];
        foreach (var machine in leaving)
        {
            int target = together is null ? targets.Best(machine)
                : together.TryGetValue(machine, out int planned) ? planned : -1;
            if (target >= 0)
            {
                Move(context, machine, target);
            }
            else
            {
                stuck.Add(machine);
            }
        }

        // Last, when it is known what the others take.
        stuck.ForEach(machine => MakeWay(context, machine));
    }

    // Largest memory first, host by host; who may not move at all is refused here.
    private static List<LeavingMachine> Leaving(PlacementContext context)
    {
        var model = context.Model;
        List<LeavingMachine> leaving = [];
        for (int host = 0; host < model.Fleet.Hosts.Length; host++)
        {
            var noun = model.Fleet.Hosts[host];
            string? why = noun.IsInMaintenance ? $"Host '{noun.Id}' is in maintenance."
                : context.Failing.TryGetValue(host, out string? danger) ? $"Host '{noun.Id}' is likely to fail: {danger}"
                : null;
            if (!model.IsOn(host))
            {
                continue;
            }

            foreach (int machine in model.ResidentsOf(host)
                .OrderByDescending(machine => model.Fleet.VirtualMachines[machine].Memory.Value).ThenBy(machine => machine))
            {
                var answered = why is null ? Answered(context, host, machine) : null;
                if (why is null && answered is null)
                {
                    continue;
                }

                // An incident is no failure: who has moved lately, or is not measured, rests.
                if (context.Movability.WhyNot(machine, isForced: answered is null) is { } stays)
                {
                    context.Draft.Refuse(EntityId.Of(model.Fleet.VirtualMachines[machine].Id), stays.Rule, stays.Reason);
                }
                else
                {
                    leaving.Add(new LeavingMachine(machine, host, why ?? answered!.Why, answered?.Answer));
                }
            }
        }

        return leaving;
    }

    private static DueRemedy? Answered(PlacementContext context, int host, int machine) =>
        context.RemediedMachines.TryGetValue(machine, out var its) ? its
        : context.Remedied.TryGetValue(host, out var hosts) ? hosts
        : null;

    // Null where one after the other is all that is known.
    private static Dictionary<LeavingMachine, int>? Together(
        PlacementContext context, JointTargets targets, List<LeavingMachine> leaving)
    {
        var able = leaving.Where(machine => targets.Best(machine) >= 0).ToList();
        var found = targets.Find(able);
        if (found is null && targets.Core(able) is { IsEmpty: false } core)
        {
            context.Draft.Refuse(
                EntityId.Of(context.Model.Fleet.Hosts[core[0].Host].Id), "S5", EvacuationWords.WhyNotTogether(context, core));
        }

        return found;
    }

    private static void Move(PlacementContext context, LeavingMachine leaving, int target)
    {
        var model = context.Model;
        if (leaving.Answers is not null && context.WhyNotMove(leaving.Machine, target) is { } spare)
        {
            context.Draft.Refuse(EntityId.Of(model.Fleet.VirtualMachines[leaving.Machine].Id), "S6", spare);
            return;
        }

        string instead = context.SearchFor(leaving).Instead(leaving.Machine, target);
        model.Move(leaving.Machine, target);
        context.Draft.Migrate(
            leaving.Machine, leaving.Host,
            Why(model.Fleet.VirtualMachines[leaving.Machine].Id, model.Fleet.Hosts[target].Id, leaving) with { Instead = instead });
    }

    private static Explanation Why(VirtualMachineId machine, HostId to, LeavingMachine leaving) =>
        new("evacuate", leaving.Why, $"'{machine}' is safe on '{to}'.", Instead: "") { Answers = leaving.Answers };

    private static void MakeWay(PlacementContext context, LeavingMachine leaving)
    {
        var model = context.Model;
        var guest = model.Fleet.VirtualMachines[leaving.Machine];
        var from = model.Fleet.Hosts[leaving.Host].Id;
        var (rule, reason) = context.SearchFor(leaving).WhyNowhere(leaving.Machine);
        double fillUpTo = leaving.Answers is null ? 1 : model.Policy.FillUpToRatio;
        if (Exchange.Run(context, leaving.Machine, fillUpTo, to => Why(guest.Id, to, leaving)) is not { } tried)
        {
            return;
        }

        string sleepers = context.NeedHost(
            leaving.Machine, context.SearchFor(leaving), $"'{guest.Id}' has to leave host '{from}' and no running host can take it.");
        context.Draft.Refuse(EntityId.Of(guest.Id), rule, $"'{guest.Id}' cannot leave host '{from}'. {reason} {tried}{sleepers}");
    }
}
