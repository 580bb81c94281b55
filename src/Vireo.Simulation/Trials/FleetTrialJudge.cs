using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Simulation.Trials;

/// <summary>Holds what came of a run against what the trial expects.</summary>
internal sealed class FleetTrialJudge(FleetTrialRun run)
{
    private const double Gib = 1L << 30;

    /// <summary>One finding for each expectation, in the order of the kinds.</summary>
    public IEnumerable<TrialFinding> Judge()
    {
        var expected = run.Trial.Expect;

        return expected.Groups.SelectMany(group => new GroupJudge(run, new VmGroupId(group.Key)).Judge(group.Value))
            .Concat(expected.Pools.SelectMany(pool => Pool(new ResourcePoolId(pool.Key), pool.Value)))
            .Concat(expected.Sizes.SelectMany(size => Size(new VirtualMachineId(size.Key), size.Value)))
            .Concat(Whole(expected));
    }

    private IEnumerable<TrialFinding> Pool(ResourcePoolId pool, PoolExpectation expected)
    {
        var last = run.States[^1];
        HashSet<EntityId> members =
        [
            .. last.Fleet.Pools.Where(setting => setting.Pool == pool).SelectMany(setting => setting.VirtualMachines).Select(EntityId.Of),
        ];
        if (expected.LendsAtLeast is { } lends)
        {
            double lent = run.States.Max(state => PoolDivision.Of(state.Fleet, state.Outlook, state.Policy).Standings
                .Single(standing => standing.Pool == pool).Cpu.Lent);
            yield return Bound.AtLeast($"{pool}: MHz lent at some time", lent, lends);
        }

        if (expected.WaitsAtMost is { } waits)
        {
            yield return Bound.AtMost(
                $"{pool}: share of readings in which it waited for CPU", Waiting.Share(run.Readings, members), waits);
        }

        if (expected.IsBackWithinMinutes is { } minutes)
        {
            yield return Bound.AtMost(
                $"{pool}: minutes until lent capacity is back, the longest",
                Waiting.Longest(run.Readings, members, FleetTrialSetup.Interval).TotalMinutes, minutes);
        }
    }

    private IEnumerable<TrialFinding> Size(VirtualMachineId machine, SizeExpectation expected)
    {
        if (expected.AtLeastGib is { } least)
        {
            double gib = run.States[^1].Fleet.VirtualMachines.Where(one => one.Id == machine)
                .Select(one => one.Memory.Value / Gib).SingleOrDefault();
            yield return Bound.AtLeast($"{machine}: GiB of memory at the end", gib, least);
        }

        if (expected.KillsOnTheLastDay is { } kills)
        {
            yield return Bound.AtMost($"{machine}: processes killed for want of memory on the last day", Kills(machine), kills);
        }

        if (expected.Because is { } words)
        {
            string[] reasons =
            [
                .. run.States.SelectMany(state => state.Plans).SelectMany(plan => plan.Plan.Actions)
                    .Where(planned => planned.Action is ResizeVirtualMachine resize && resize.VirtualMachine == machine)
                    .Select(planned => planned.Reason),
            ];
            yield return new TrialFinding(
                $"{machine}: resized because '{words}'", reasons.LastOrDefault() ?? "not resized",
                Array.Exists(reasons, reason => reason.Contains(words, StringComparison.Ordinal)));
        }
    }

    // Counters only grow; the fleet remembers the last hours of them.
    private double Kills(VirtualMachineId machine)
    {
        double[] counts =
        [
            .. run.Readings.Where(one => one.Series == new SeriesKey(EntityId.Of(machine), Metric.OutOfMemoryKills))
                .Select(one => one.Value),
        ];

        return counts.Length == 0 ? 0 : counts[^1] - counts[0];
    }

    private IEnumerable<TrialFinding> Whole(FleetExpectation expected)
    {
        var last = run.States[^1];
        if (expected.Needs is { } needs)
        {
            string[] known = [.. last.Fleet.RecurringNeeds.Select(need => need.Id)];
            yield return new TrialFinding(
                $"recurring needs at the end: {Listed(needs)}", Listed(known), known.SequenceEqual(needs));
        }

        if (expected.Deployment is { } status)
        {
            yield return Deployment(status);
        }

        if (expected.MachinesAtTheEnd is { } machines)
        {
            yield return Bound.Exactly("machines in the fleet at the end", last.Fleet.VirtualMachines.Length, machines);
        }

        if (expected.MemoryPromisedAtMost is { } share)
        {
            yield return Bound.AtMost("memory promised on the fullest host, as a ratio", run.Observer.MostMemoryPromised, share);
        }

        if (expected.Refused is { } words)
        {
            string? refused = run.States.SelectMany(state => state.Plans).SelectMany(plan => plan.Plan.Refusals)
                .Select(refusal => refusal.Reason).FirstOrDefault(reason => reason.Contains(words, StringComparison.Ordinal));
            yield return new TrialFinding($"refused because '{words}'", refused ?? "not refused", refused is not null);
        }
    }

    // What is undone has left nothing behind, what is done has all its machines.
    private TrialFinding Deployment(DeploymentStatus status)
    {
        var last = run.States[^1];
        var deployment = last.Deployments.Single().Deployment;
        int machines = last.Fleet.VirtualMachines.Count(machine => machine.Deployment == deployment.Id);
        int expected = status == DeploymentStatus.Done ? deployment.Machines.Length : 0;

        return new TrialFinding(
            $"the deployment is {Word(status)} and has {expected} machines",
            $"{Word(deployment.Status)} with {machines}{(deployment.Reason.Length > 0 ? $": {deployment.Reason}" : "")}",
            deployment.Status == status && machines == expected);
    }

    private static string Listed(IReadOnlyCollection<string> words) => words.Count > 0 ? string.Join(", ", words) : "none";

    private static string Word(DeploymentStatus status) => status.ToString().ToLowerInvariant();
}
