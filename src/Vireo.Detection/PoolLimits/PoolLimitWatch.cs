using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees pools whose limit holds their machines back: one incident for a pool and a resource says by how much,
/// instead of one for each machine that waits.</summary>
internal static class PoolLimitWatch
{
    /// <summary>In a row.</summary>
    public const int Looks = 3;

    public static void Run(Look look, List<Finding> findings)
    {
        if (look.Fleet.Pools.IsEmpty)
        {
            return;
        }

        var machines = look.Fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        foreach (var pool in look.Fleet.Pools.GroupBy(setting => setting.Pool).OrderBy(pool => pool.Key))
        {
            List<VirtualMachine> members =
                [.. PoolTree.MembersBelow(look.Fleet, pool.Key).Where(machines.ContainsKey).Select(id => machines[id])];
            foreach (var resource in Enum.GetValues<PoolResource>())
            {
                Judge(look, new PoolPressure(resource, LimitOf([.. pool], resource), members), pool.Key, findings);
            }
        }
    }

    private static void Judge(Look look, PoolPressure pressure, ResourcePoolId pool, List<Finding> findings)
    {
        var entity = EntityId.Of(pool);
        string rule = RuleNames.PoolLimitOf(pressure.Resource);
        double wanted = double.IsFinite(pressure.Limit) ? pressure.Measure(look) : 0;
        bool isWrong = wanted > pressure.Limit * (look.IsOpen(rule, entity) ? pressure.ClearsBelow : pressure.OpensAbove);
        if (look.Count(rule, entity, isWrong, Looks) is not { } seen)
        {
            return;
        }

        if (seen.Standing != Standing.Calm)
        {
            look.HeldBack.UnionWith(pressure.Members.SelectMany(machine => pressure.ShownBy, (machine, shown) => (machine.Id, shown)));
        }

        findings.Add(new(
            rule,
            entity,
            seen.Standing,
            Severity.Warning,
            $"Pool '{pool}': its limit of {PoolPressure.Word(pressure.Resource)} is below what its machines need.",
            isWrong ? pressure.Evidence(wanted) : "Its machines need less than its limit.",
            seen.Since,
            seen.Looks));
    }

    // The limit binds only where every provider enforces one.
    private static double LimitOf(IReadOnlyList<PoolSetting> pool, PoolResource resource) =>
        pool.All(setting => setting.Terms.Of(resource).Limit is not null &&
            setting.NotEnforced?.Contains(resource) is not true)
            ? pool.Sum(setting => setting.Terms.Of(resource).Limit ?? 0)
            : double.PositiveInfinity;
}
