using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>What is wrong with a placement as it stands, whoever made it.</summary>
public static class PlacementCheck
{
    /// <summary>The rules that do not hold for the machines that run, in the policy's order.</summary>
    public static IReadOnlyList<AffinityRule> BrokenRules(FleetSnapshot fleet, Policy policy)
    {
        var hostOf = Running(fleet).ToDictionary(machine => machine.Id, machine => machine.Host.GetValueOrDefault());
        var domainOf = fleet.Hosts.Where(host => host.FaultDomain.Length > 0).ToDictionary(host => host.Id, host => host.FaultDomain);

        return
        [
            .. policy.Rules.Where(rule => Breaks(
                rule, [.. rule.VirtualMachines.Distinct().Where(hostOf.ContainsKey).Select(machine => hostOf[machine])], domainOf)),
        ];
    }

    /// <summary>What could not be restarted if the worst fault domains were lost (S6, S7); null when everything
    /// could.</summary>
    public static string? MissingSpare(FleetSnapshot fleet, Policy policy) => SpareCheck.Missing(
        fleet,
        [.. fleet.Hosts.Where(host => host.State == HostState.On)],
        Running(fleet).ToLookup(machine => machine.Host.GetValueOrDefault()),
        policy);

    private static IEnumerable<VirtualMachine> Running(FleetSnapshot fleet) => fleet.VirtualMachines
        .Where(machine => machine.Host is not null && machine.State is not (PowerState.Off or PowerState.Failed));

    private static bool Breaks(AffinityRule rule, List<HostId> hosts, Dictionary<HostId, string> domainOf) => rule.Kind switch
    {
        AffinityKind.KeepApart => Places(rule, hosts, domainOf) < hosts.Count,
        AffinityKind.KeepTogether => Places(rule, hosts, domainOf) > 1,
        AffinityKind.AtMostHosts => hosts.Distinct().Count() > rule.MostHosts,
        AffinityKind.NeverOn => hosts.Exists(host => rule.Hosts.Contains(host)),
        _ => hosts.Exists(host => !rule.Hosts.Contains(host)),
    };

    private static int Places(AffinityRule rule, List<HostId> hosts, Dictionary<HostId, string> domainOf) =>
        rule.Scope == AffinityScope.Host
            ? hosts.Distinct().Count()
            : hosts.Select(host => domainOf.TryGetValue(host, out string? domain)
                ? (Domain: domain, Host: default)
                : (Domain: "", Host: host)).Distinct().Count();
}
