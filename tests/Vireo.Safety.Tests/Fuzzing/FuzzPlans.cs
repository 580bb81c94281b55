using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>Plans that make sense on the face of it: machines move from where they are, hosts go off after what leaves
/// them.</summary>
internal static class FuzzPlans
{
    /// <summary>So many actions on a fleet.</summary>
    public static List<PlannedAction> Create(Random random, FleetSnapshot fleet, int count)
    {
        var actions = new List<PlannedAction>();
        var place = fleet.VirtualMachines.ToDictionary(machine => machine.Id, machine => machine.Host);
        for (int i = 0; i < count; i++)
        {
            var action = Action(random, fleet, place);
            actions.Add(Planned($"a-{i}", action, After(random, actions, action)));
            if (action is Migration move)
            {
                place[move.VirtualMachine] = move.To;
            }
        }

        return actions;
    }

    /// <summary>An action of a plan.</summary>
    public static PlannedAction Planned(string id, FleetAction action, ImmutableArray<ActionId> after) =>
        new(new(id), action, after, ["fuzz"], "because", "better", 0, 0);

    /// <summary>Any action at all.</summary>
    public static FleetAction Any(Random random, FleetSnapshot fleet)
    {
        var host = fleet.Hosts[random.Next(fleet.Hosts.Length)].Id;
        var machine = fleet.VirtualMachines[random.Next(fleet.VirtualMachines.Length)].Id;

        return random.Next(9) switch
        {
            0 => new PowerOnVirtualMachine(machine, host),
            1 => new PowerOnHost(host),
            2 => new PowerOffHost(host),
            3 => new EnterMaintenance(host),
            4 => new ExitMaintenance(host),
            5 => new ResizeVirtualMachine(machine, 2, new MemoryBytes(random.Next(1, 9))),
            6 => random.Next(2) == 0 ? new PowerOffVirtualMachine(machine) : new DeleteVirtualMachine(machine),
            7 => new CreateVirtualMachine(new(random.Next(3) == 0 ? machine.Value : "new"), new("t"), host),
            _ => new Migration(machine, fleet.Hosts[random.Next(fleet.Hosts.Length)].Id, host),
        };
    }

    private static FleetAction Action(Random random, FleetSnapshot fleet, Dictionary<VirtualMachineId, HostId?> place)
    {
        int kind = random.Next(20);
        if (kind < 3)
        {
            return new PowerOffHost(fleet.Hosts[random.Next(fleet.Hosts.Length)].Id);
        }

        var running = fleet.VirtualMachines.Where(machine => place[machine.Id] is not null && (machine.State == PowerState.On || random.Next(6) == 0))
            .Select(machine => machine.Id).ToList();
        if (kind < 5 || running.Count == 0)
        {
            return Any(random, fleet);
        }

        var chosen = running[random.Next(running.Count)];

        return new Migration(chosen, place[chosen]!.Value, fleet.Hosts[random.Next(fleet.Hosts.Length)].Id);
    }

    private static ImmutableArray<ActionId> After(Random random, List<PlannedAction> actions, FleetAction next)
    {
        IEnumerable<PlannedAction> needed = next switch
        {
            PowerOffHost off => actions.Where(one => one.Action is PowerOffVirtualMachine or DeleteVirtualMachine ||
                (one.Action is Migration move && move.From == off.Host)),
            Migration move => actions.Where(one => one.Action is Migration other &&
                (other.VirtualMachine == move.VirtualMachine || (other.From == move.To && random.Next(2) == 0))),
            _ => [],
        };

        return [.. needed.Concat(actions.Where(_ => random.Next(8) == 0)).Select(one => one.Id).Distinct()];
    }
}
