using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>Loses every set of fault domains after every action, and restarts what ran there: largest machine first,
/// each on the first host that has room, emptiest host first.</summary>
internal static class OracleSpare
{
    /// <summary>The first action after which something that could be restarted no longer can; null when there is
    /// none.</summary>
    public static string? Harm(FuzzCase given)
    {
        var (fleet, policy) = (given.Fleet, given.Policy);
        var place = Start(fleet);
        var off = fleet.InFlight.Select(one => one.Action).OfType<PowerOffHost>().Select(one => one.Host).ToHashSet();
        foreach (var action in given.Actions.Select(one => one.Action))
        {
            bool held = !IsMissing(fleet, policy, place, off);
            switch (action)
            {
                case PowerOffHost power:
                    off.Add(power.Host);
                    held = true;
                    break;
                case Migration move:
                    place[move.VirtualMachine] = move.To;
                    held &= !MustBeLeft(given, move.From);
                    break;
                case PowerOnVirtualMachine start:
                    place[start.VirtualMachine] = start.On;
                    held = false;
                    break;
                case PowerOffVirtualMachine or DeleteVirtualMachine:
                    place.Remove(new(action.Target.Value));
                    continue;
                default:
                    continue;
            }

            if (held && IsMissing(fleet, policy, place, off))
            {
                return $"no spare after {action}";
            }
        }

        return null;
    }

    private static Dictionary<VirtualMachineId, HostId> Start(FleetSnapshot fleet)
    {
        var place = fleet.VirtualMachines
            .Where(machine => machine.Host is { } host && fleet.Hosts.Any(one => one.Id == host) &&
                machine.State is not (PowerState.Off or PowerState.Failed))
            .ToDictionary(machine => machine.Id, machine => machine.Host!.Value);
        foreach (var action in fleet.InFlight.Select(one => one.Action))
        {
            if (action is Migration move)
            {
                place.TryAdd(move.VirtualMachine, move.To);
            }
            else if (action is PowerOnVirtualMachine start)
            {
                place.TryAdd(start.VirtualMachine, start.On);
            }
        }

        return place;
    }

    private static bool MustBeLeft(FuzzCase given, HostId id) =>
        given.Fleet.Hosts.Any(host => host.Id == id && (host.IsInMaintenance || host.State == HostState.Failed)) ||
        given.Hazards.Any(hazard => hazard.Entity == EntityId.Of(id));

    private static bool IsMissing(
        FleetSnapshot fleet, Policy policy, Dictionary<VirtualMachineId, HostId> place, HashSet<HostId> off)
    {
        var running = fleet.Hosts.Where(host => host.State == HostState.On && !off.Contains(host.Id)).ToList();
        bool hasDomains = fleet.Hosts.Select(host => host.FaultDomain).Distinct().Count() > 1;
        var domains = running.GroupBy(host => host.FaultDomain.Length > 0 && hasDomains ? host.FaultDomain : host.Id.Value)
            .Select(group => group.ToList()).ToList();
        int most = Math.Min(policy.SpareFaultDomains, domains.Count);
        for (int set = 1; set < 1 << domains.Count; set++)
        {
            if (int.PopCount(set) == most)
            {
                var lost = domains.Where((_, i) => (set & (1 << i)) != 0).SelectMany(hosts => hosts).ToList();
                if (!Restarts(fleet, policy, place, lost, running))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Restarts(
        FleetSnapshot fleet, Policy policy, Dictionary<VirtualMachineId, HostId> place, List<Host> lost, List<Host> running)
    {
        var rooms = running.Where(host => !lost.Contains(host) && host.CanReceive)
            .Select(host => (long)(host.MemoryCapacity.Value * policy.MemoryOvercommit) - On(fleet, place, host).Sum())
            .OrderDescending().ToList();
        foreach (long size in lost.SelectMany(host => On(fleet, place, host)).OrderDescending())
        {
            int room = rooms.FindIndex(free => free >= size);
            if (room < 0)
            {
                return false;
            }

            rooms[room] -= size;
        }

        return true;
    }

    private static IEnumerable<long> On(FleetSnapshot fleet, Dictionary<VirtualMachineId, HostId> place, Host host) =>
        fleet.VirtualMachines.Where(machine => place.TryGetValue(machine.Id, out var on) && on == host.Id)
            .Select(machine => machine.Memory.Value);
}
