using Vireo.Fleet;

namespace Vireo.Safety;

/// <content>Placement rules, on what is and what is under way.</content>
public static partial class Preconditions
{
    private static string? CheckRules(VirtualMachine guest, HostId to, FleetSnapshot fleet, Policy policy)
    {
        foreach (var rule in policy.Rules)
        {
            if (rule.VirtualMachines.Contains(guest.Id) && IsBroken(rule, guest, to, fleet))
            {
                return $"Rule '{rule.Name}' keeps '{guest.Id}' off host '{to}'.";
            }
        }

        return null;
    }

    private static bool IsBroken(AffinityRule rule, VirtualMachine guest, HostId to, FleetSnapshot fleet) => rule.Kind switch
    {
        AffinityKind.OnlyOn => !rule.Hosts.Contains(to),
        AffinityKind.NeverOn => rule.Hosts.Contains(to),
        AffinityKind.KeepApart => Others(rule, guest, fleet)
            .Any(other => HostsOf(other, fleet).Any(host => IsOnePlace(rule, host, to, fleet))),
        AffinityKind.AtMostHosts => OpensAnotherHost(rule, guest, to, fleet),
        _ => Others(rule, guest, fleet).Any(other =>
            other.State == PowerState.On && (other.Host is not { } host || !IsOnePlace(rule, host, to, fleet))),
    };

    private static bool IsOnePlace(AffinityRule rule, HostId one, HostId other, FleetSnapshot fleet) => one == other ||
        (rule.Scope == AffinityScope.FaultDomain && Find(fleet, one) is { FaultDomain.Length: > 0 } host &&
            host.FaultDomain == Find(fleet, other)?.FaultDomain);

    // Where the machines of a licence use too many hosts already, a move may not make it more.
    private static bool OpensAnotherHost(AffinityRule rule, VirtualMachine guest, HostId to, FleetSnapshot fleet)
    {
        HashSet<HostId> others = [.. Others(rule, guest, fleet).SelectMany(other => HostsOf(other, fleet))];
        int now = others.Concat(HostsOf(guest, fleet)).Distinct().Count();
        others.Add(to);

        return others.Count > Math.Max(rule.MostHosts, now);
    }

    private static IEnumerable<VirtualMachine> Others(AffinityRule rule, VirtualMachine guest, FleetSnapshot fleet) =>
        fleet.VirtualMachines.Where(machine => machine.Id != guest.Id && rule.VirtualMachines.Contains(machine.Id));

    // Where it is, and where it is coming to.
    private static IEnumerable<HostId> HostsOf(VirtualMachine machine, FleetSnapshot fleet)
    {
        if (machine.Host is { } host && Occupies(machine))
        {
            yield return host;
        }

        foreach (var action in fleet.InFlight)
        {
            if (Arriving(action.Action) is var (id, to) && id == machine.Id)
            {
                yield return to;
            }
        }
    }
}
