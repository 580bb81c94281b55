using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees load balancers that do not answer, and those that answer and do not do what they are asked: replicas that
/// serve and get no requests, or drain without end.</summary>
internal static class LoadBalancerWatch
{
    /// <summary>In a row.</summary>
    public const int Looks = 3;

    private const int MostTries = 2;

    public static void Run(Look look, ImmutableArray<FleetEvent> events, List<Finding> findings)
    {
        foreach (var pool in look.Fleet.BackendPools)
        {
            var entity = EntityId.Of(pool.Id);
            var stuck = pool.Answers ? Stuck(look, pool) : [];
            bool isWrong = !pool.Answers || stuck.Count > 0;
            if (look.Count(RuleNames.LoadBalancer, entity, isWrong, Looks) is not { } seen)
            {
                continue;
            }

            findings.Add(new(
                RuleNames.LoadBalancer,
                entity,
                seen.Standing,
                Severity.Warning,
                pool.Answers
                    ? $"Load balancer '{pool.Id}' does not do what it is asked."
                    : $"Load balancer '{pool.Id}' does not answer.",
                pool.Answers
                    ? stuck.Count == 0
                        ? "Everything that was asked of it is so."
                        : $"Tried again and again: {string.Join(", ", stuck)}.{LastFailure(pool.Id, events)}"
                    : (pool.Error is { } error ? $"{error.TrimEnd('.')}. " : "") +
                        "Replicas neither join nor leave; those that it knew go on as they were.",
                seen.Since,
                seen.Looks));
        }
    }

    // What it said when it was asked for the last time.
    private static string LastFailure(ProviderId pool, ImmutableArray<FleetEvent> events)
    {
        string backends = EntityId.Backend(pool, new VirtualMachineId("")).Value;
        var last = events
            .Where(happened => happened.Kind == FleetEventKind.Failed && (happened.Entity == EntityId.Of(pool)
                || (happened.Entity.Kind == EntityKind.Backend
                    && happened.Entity.Value.StartsWith(backends, StringComparison.Ordinal))))
            .MaxBy(happened => happened.At);

        return last is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $" Last, at {last.At.UtcDateTime:HH:mm} UTC: {last.Message.TrimEnd('.')}.");
    }

    // What was tried more than once since it last was so.
    private static List<string> Stuck(Look look, BackendPool pool)
    {
        var there = look.Fleet.VirtualMachines.Where(machine => machine.IsServing).Select(machine => machine.Id).ToHashSet();
        var stuck = new List<string>();
        foreach (var tries in look.Fleet.RecentChanges.Select(change => change.Action).Where(action => IsOf(action, pool.Id))
            .GroupBy(action => action.Target).OrderBy(tries => tries.Key))
        {
            var newest = tries.Last();
            int times = tries.Reverse().TakeWhile(action => action.GetType() == newest.GetType()).Count();
            bool isMissing = newest switch
            {
                JoinBackendPool join => there.Contains(join.VirtualMachine) && pool.Find(join.VirtualMachine) is not { State: BackendState.Serving },
                LeaveBackendPool leave => pool.Find(leave.VirtualMachine) is not null,
                _ => false,
            };
            if (isMissing && times >= MostTries)
            {
                stuck.Add(newest is JoinBackendPool ? $"'{tries.Key.Value}' joins" : $"'{tries.Key.Value}' leaves");
            }
        }

        return stuck;
    }

    private static bool IsOf(FleetAction action, ProviderId pool) =>
        (action is JoinBackendPool join && join.Pool == pool) || (action is LeaveBackendPool leave && leave.Pool == pool);
}
