using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees pools whose limit holds their machines back: one incident a pool says by how much, instead of one for
/// each machine that waits.</summary>
internal static class PoolLimitWatch
{
    /// <summary>In a row.</summary>
    public const int Looks = 3;

    private const int FreshSteps = 3;

    // So that a need that swings around the limit neither opens nor closes anything.
    private const double OpensAbove = 1.05;
    private const double ClearsBelow = 0.98;

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
            double limit = pool.All(setting => setting.Terms.Cpu.Limit is not null)
                ? pool.Sum(setting => setting.Terms.Cpu.Limit ?? 0)
                : double.PositiveInfinity;
            Judge(look, pool.Key, limit, members, findings);
        }
    }

    private static void Judge(
        Look look, ResourcePoolId pool, double limit, List<VirtualMachine> members, List<Finding> findings)
    {
        var entity = EntityId.Of(pool);
        double wanted = members.Where(machine => machine.State == PowerState.On).Sum(machine => WantedBy(look, machine));
        double bound = limit * (look.IsOpen(RuleNames.PoolLimit, entity) ? ClearsBelow : OpensAbove);
        bool isWrong = wanted > bound;
        if (look.Count(RuleNames.PoolLimit, entity, isWrong, Looks) is not { } seen)
        {
            return;
        }

        if (seen.Standing != Standing.Calm)
        {
            look.HeldBack.UnionWith(members.Select(machine => machine.Id));
        }

        findings.Add(new(
            RuleNames.PoolLimit,
            entity,
            seen.Standing,
            Severity.Warning,
            $"Pool '{pool}': its limit is below what its machines need.",
            isWrong ? Evidence(limit, wanted, members.Count) : "Its machines need less than its limit.",
            seen.Since,
            seen.Looks));
    }

    private static string Evidence(double limit, double wanted, int machines) => string.Create(
        CultureInfo.InvariantCulture,
        $"Its {machines} machines want {wanted:0} MHz and get at most the limit of {limit:0} MHz: {wanted - limit:0} MHz are not served. " +
        $"Raise the limit, or move machines to another pool. Waiting for processors is not reported machine by machine meanwhile.");

    // Where the hypervisor does not know what is wanted: what is used in the part of the time in which nothing waited.
    private static double WantedBy(Look look, VirtualMachine machine)
    {
        var entity = EntityId.Of(machine.Id);
        if (Newest(look, entity, Metric.CpuDemand) is { } wanted)
        {
            return wanted;
        }

        double waiting = Math.Clamp(Newest(look, entity, Metric.CpuReady) ?? 0, 0, 0.99);

        return Math.Min(machine.CpuCapacity.Value, (Newest(look, entity, Metric.CpuUsage) ?? 0) / (1 - waiting));
    }

    private static double? Newest(Look look, EntityId entity, Metric metric)
    {
        if (look.Series.Find(entity, metric) is not { } series)
        {
            return null;
        }

        int index = NewestSample.IndexIn(series.Values.Span);

        return index >= 0 && series.Start + (index * series.Step) >= look.Now - (FreshSteps * series.Step)
            ? series.Values.Span[index]
            : null;
    }
}
