using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>What is wrong with a placement as it stands, whoever made it.</summary>
public static class PlacementCheck
{
    /// <summary>The rules that do not hold for the machines that run, in the policy's order.</summary>
    public static IReadOnlyList<AffinityRule> BrokenRules(FleetSnapshot fleet, Policy policy)
    {
        var hostOf = Running(fleet).ToDictionary(machine => machine.Id, machine => machine.Host.GetValueOrDefault());

        return
        [
            .. policy.Rules.Where(rule => Breaks(
                rule, [.. rule.VirtualMachines.Distinct().Where(hostOf.ContainsKey).Select(machine => hostOf[machine])])),
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

    private static bool Breaks(AffinityRule rule, List<HostId> hosts) => rule.Kind switch
    {
        AffinityKind.KeepApart => hosts.Distinct().Count() < hosts.Count,
        AffinityKind.KeepTogether => hosts.Distinct().Skip(1).Any(),
        AffinityKind.NeverOn => hosts.Exists(host => rule.Hosts.Contains(host)),
        _ => hosts.Exists(host => !rule.Hosts.Contains(host)),
    };
}
