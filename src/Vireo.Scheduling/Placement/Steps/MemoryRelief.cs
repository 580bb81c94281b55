using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Hosts whose machines have more memory than the policy allows give up as few of them as bring them back:
/// others placed them, or the policy was changed.</summary>
internal static class MemoryRelief
{
    /// <summary>Relieves host by host; what finds no place is refused with the nearest miss.</summary>
    public static void Run(PlacementContext context)
    {
        for (int host = 0; host < context.Model.Fleet.Hosts.Length; host++)
        {
            if (context.Model.IsOn(host) && !context.Untrusted.Contains(host))
            {
                Relieve(context, host);
            }
        }
    }

    private static void Relieve(PlacementContext context, int host)
    {
        var model = context.Model;
        if (Giant(model, host) is >= 0 and var giant && context.Search.Best(giant, allowEmpty: true, _ => false) < 0)
        {
            context.Draft.Refuse(
                EntityId.Of(model.Fleet.VirtualMachines[giant].Id), "memory",
                $"It stays on '{model.Fleet.Hosts[host].Id}' and so do the others there: alone it has " +
                $"{new MemoryBytes(Memory(model, giant)).ToText()}, more than the {new MemoryBytes(model.MemoryBound(host)).ToText()} that " +
                $"the policy allows there, and no other host can take it. {context.Search.WhyNowhere(giant).Reason}");
            return;
        }

        HashSet<int> tried = [];
        while (model.ExcessMemory(host) > 0 && Choose(context, host, tried) is >= 0 and var machine)
        {
            tried.Add(machine);
            int target = context.Search.Best(machine, allowEmpty: true, _ => false);
            if (target < 0)
            {
                var (rule, reason) = context.Search.WhyNowhere(machine);
                context.Draft.Refuse(
                    EntityId.Of(model.Fleet.VirtualMachines[machine].Id), rule,
                    $"It stays on '{model.Fleet.Hosts[host].Id}', whose memory is overfull. {reason}");
                continue;
            }

            long excess = model.ExcessMemory(host);
            string instead = context.Search.Instead(machine, target);
            if (context.TryMove(machine, target))
            {
                context.Draft.Migrate(
                    machine, host,
                    new Explanation(
                        "relieve",
                        $"The machines on '{model.Fleet.Hosts[host].Id}' have {new MemoryBytes(excess).ToText()} of memory more than the policy allows.",
                        $"{new MemoryBytes(Math.Max(0, model.ExcessMemory(host))).ToText()} too many are left.", instead));
            }
        }
    }

    // One that is larger than the host: no move of another cures that.
    private static int Giant(FleetModel model, int host) => model.ResidentsOf(host)
        .Where(machine => Memory(model, machine) > model.MemoryBound(host)).DefaultIfEmpty(-1).First();

    // The smallest that cures it alone; where none does, the largest.
    private static int Choose(PlacementContext context, int host, HashSet<int> tried)
    {
        var model = context.Model;
        long excess = model.ExcessMemory(host);
        var able = model.ResidentsOf(host)
            .Where(machine => !tried.Contains(machine) && !context.Draft.Moved.Contains(machine) &&
                context.Movability.Allows(machine, isForced: false))
            .OrderBy(machine => Memory(model, machine)).ThenBy(machine => machine)
            .ToList();
        int cure = able.FindIndex(machine => Memory(model, machine) >= excess);

        return able.Count == 0 ? -1 : able[cure >= 0 ? cure : ^1];
    }

    private static long Memory(FleetModel model, int machine) => model.Fleet.VirtualMachines[machine].Memory.Value;
}
