using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Inputs;

/// <summary>Placement rules that cannot all hold on the hosts there are, whatever the load: found by search, reduced to
/// a set of which none can be left out (deletion filter: Chinneck &amp; Dravnieks, <em>ORSA Journal on Computing</em>
/// 3(2), 1991).</summary>
public static class RuleConflict
{
    // Beyond that many trials a contradiction is not claimed.
    private const int MostTrials = 20_000;

    /// <summary>A minimal set of rules that contradict each other; empty when none is found.</summary>
    public static IReadOnlyList<AffinityRule> Find(FleetSnapshot fleet, IReadOnlyList<AffinityRule> rules)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(rules);
        HashSet<VirtualMachineId> known = [.. fleet.VirtualMachines.Select(machine => machine.Id)];
        var left = rules.Where(rule => rule.VirtualMachines.Any(known.Contains)).ToList();
        if (left.Count == 0 || fleet.Hosts.IsEmpty || CanHold(fleet, known, left))
        {
            return [];
        }

        for (int i = left.Count - 1; i >= 0; i--)
        {
            var rule = left[i];
            left.RemoveAt(i);
            if (CanHold(fleet, known, left))
            {
                left.Insert(i, rule);
            }
        }

        return left;
    }

    private static bool CanHold(FleetSnapshot fleet, HashSet<VirtualMachineId> known, List<AffinityRule> rules)
    {
        var unit = Units(known, rules);
        var allowed = unit.Values.Distinct().ToDictionary(one => one, _ => fleet.Hosts.Select(host => host.Id).ToHashSet());
        foreach (var rule in rules.Where(rule => rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn))
        {
            foreach (var machine in rule.VirtualMachines.Where(known.Contains))
            {
                if (rule.Kind == AffinityKind.OnlyOn)
                {
                    allowed[unit[machine]].IntersectWith(rule.Hosts);
                }
                else
                {
                    allowed[unit[machine]].ExceptWith(rule.Hosts);
                }
            }
        }

        var apart = allowed.Keys.ToDictionary(one => one, _ => new HashSet<VirtualMachineId>());
        foreach (var rule in rules.Where(rule => rule.Kind == AffinityKind.KeepApart))
        {
            var members = rule.VirtualMachines.Where(known.Contains).Distinct().Select(machine => unit[machine]).ToList();
            if (members.Distinct().Count() < members.Count)
            {
                return false;
            }

            members.ForEach(one => apart[one].UnionWith(members.Where(other => other != one)));
        }

        int trials = MostTrials;

        return Place([.. allowed.Keys.OrderBy(one => allowed[one].Count).ThenBy(one => one)], 0, [], allowed, apart, ref trials);
    }

    // Machines that stay together are one; the first of them names it.
    private static Dictionary<VirtualMachineId, VirtualMachineId> Units(
        HashSet<VirtualMachineId> known, List<AffinityRule> rules)
    {
        var unit = rules.SelectMany(rule => rule.VirtualMachines).Where(known.Contains).Distinct().ToDictionary(id => id, id => id);
        foreach (var rule in rules.Where(rule => rule.Kind == AffinityKind.KeepTogether))
        {
            var members = rule.VirtualMachines.Where(known.Contains).ToList();
            foreach (var member in members.Skip(1))
            {
                var (from, to) = (unit[member], unit[members[0]]);
                foreach (var id in unit.Keys.Where(id => unit[id] == from).ToList())
                {
                    unit[id] = to;
                }
            }
        }

        return unit;
    }

    private static bool Place(
        VirtualMachineId[] units, int at, Dictionary<VirtualMachineId, HostId> on,
        Dictionary<VirtualMachineId, HashSet<HostId>> allowed, Dictionary<VirtualMachineId, HashSet<VirtualMachineId>> apart,
        ref int trials)
    {
        if (at == units.Length || --trials < 0)
        {
            return true;
        }

        foreach (var host in allowed[units[at]].Order())
        {
            if (!apart[units[at]].Any(other => on.TryGetValue(other, out var there) && there == host))
            {
                on[units[at]] = host;
                if (Place(units, at + 1, on, allowed, apart, ref trials))
                {
                    return true;
                }

                on.Remove(units[at]);
            }
        }

        return false;
    }
}
