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

        var bonds = new List<Bond>();
        foreach (var rule in rules.Where(rule => rule.Kind is not (AffinityKind.OnlyOn or AffinityKind.NeverOn)))
        {
            var members = rule.VirtualMachines.Where(known.Contains).Distinct().Select(machine => unit[machine]).ToList();
            HashSet<VirtualMachineId> units = [.. members];
            if (rule.Kind == AffinityKind.KeepApart && units.Count < members.Count)
            {
                return false;
            }

            bonds.Add(new Bond(rule, units));
        }

        int trials = MostTrials;
        var bondsOf = allowed.Keys.ToDictionary(one => one, one => bonds.Where(bond => bond.Units.Contains(one)).ToList());
        var placeOf = fleet.Hosts.ToDictionary(host => host.Id, host => host.LostWith);

        return Place(
            [.. allowed.Keys.OrderBy(one => allowed[one].Count).ThenBy(one => one)], 0, [], allowed,
            (one, host, on) => bondsOf[one].TrueForAll(bond => bond.Holds(one, host, on, placeOf)), ref trials);
    }

    // Machines that stay together are one; the first of them names it.
    private static Dictionary<VirtualMachineId, VirtualMachineId> Units(
        HashSet<VirtualMachineId> known, List<AffinityRule> rules)
    {
        var unit = rules.SelectMany(rule => rule.VirtualMachines).Where(known.Contains).Distinct().ToDictionary(id => id, id => id);
        foreach (var rule in rules.Where(rule => rule is { Kind: AffinityKind.KeepTogether, Scope: AffinityScope.Host }))
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
        Dictionary<VirtualMachineId, HashSet<HostId>> allowed,
        Func<VirtualMachineId, HostId, Dictionary<VirtualMachineId, HostId>, bool> fits, ref int trials)
    {
        if (at == units.Length || --trials < 0)
        {
            return true;
        }

        foreach (var host in allowed[units[at]].Order())
        {
            if (fits(units[at], host, on))
            {
                on[units[at]] = host;
                if (Place(units, at + 1, on, allowed, fits, ref trials))
                {
                    return true;
                }

                on.Remove(units[at]);
            }
        }

        return false;
    }

    /// <summary>A rule among machines, over units of those that stay on one host.</summary>
    private sealed record Bond(AffinityRule Rule, HashSet<VirtualMachineId> Units)
    {
        /// <summary>Whether one more unit on a host keeps it, beside those that are placed.</summary>
        public bool Holds(
            VirtualMachineId one, HostId host, Dictionary<VirtualMachineId, HostId> on, Dictionary<HostId, string> domainOf)
        {
            var others = Units.Where(other => other != one && on.ContainsKey(other)).Select(other => on[other]);

            return Rule.Kind switch
            {
                AffinityKind.KeepApart => others.All(other => !IsOnePlace(other, host, domainOf)),
                AffinityKind.KeepTogether => others.All(other => IsOnePlace(other, host, domainOf)),
                _ => others.Append(host).Distinct().Count() <= Rule.MostHosts,
            };
        }

        private bool IsOnePlace(HostId one, HostId other, Dictionary<HostId, string> domainOf) =>
            Rule.Scope == AffinityScope.Host ? one == other : domainOf[one] == domainOf[other];
    }
}
