using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Scheduling.Deploying;

/// <summary>Whether a pool may have one machine more: what the pool would need with it, counted in full, against what
/// the pool would be entitled to.</summary>
internal static class MachineAdmission
{
    private static readonly PoolResource[] Asked = [PoolResource.Cpu, PoolResource.Memory];

    /// <summary>By how much the machine's pool, or one above it, falls short; null when none does.</summary>
    /// <param name="newcomer">The machine as it will be.</param>
    /// <param name="admitted">Those admitted before it in this decision.</param>
    /// <param name="fleet">What is there.</param>
    /// <param name="outlook">What the others need.</param>
    /// <param name="policy">The pools.</param>
    public static string? WhyNot(
        VirtualMachine newcomer, IEnumerable<VirtualMachine> admitted, FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        if (policy.Pools.IsEmpty)
        {
            return null;
        }

        // A newcomer that runs and is not forecast counts in full.
        var running = admitted.Append(newcomer).Select(machine => machine with { State = PowerState.On });
        var then = fleet with { VirtualMachines = [.. fleet.VirtualMachines.Concat(running).OrderBy(machine => machine.Id)] };
        var pool = new PoolMembership(policy).Of(newcomer);
        var parents = policy.Pools.DistinctBy(one => one.Id).ToDictionary(one => one.Id, one => one.Parent);
        var standings = PoolDivision.Of(then, outlook, policy).Standings.ToDictionary(standing => standing.Pool);
        for (int steps = 0; pool is { } id && standings.TryGetValue(id, out var standing) && steps <= parents.Count; steps++)
        {
            if (Shortfall(standing, newcomer) is { } missing)
            {
                return missing;
            }

            pool = parents.GetValueOrDefault(id);
        }

        return null;
    }

    private static string? Shortfall(PoolStanding standing, VirtualMachine newcomer)
    {
        foreach (var resource in Asked)
        {
            var of = standing.Of(resource);
            double missing = of.Need - of.Entitlement;
            if (missing > 1e-6 * of.Need)
            {
                return $"With '{newcomer.Id}' pool '{standing.Pool}' would need {PoolAdmission.Amount(of.Need, resource)} and be entitled " +
                    $"to {PoolAdmission.Amount(of.Entitlement, resource)}: it is {PoolAdmission.Amount(missing, resource)} short. Raise the " +
                    "pool's limit or reservation, choose another pool, or ask for less.";
            }
        }

        return null;
    }
}
