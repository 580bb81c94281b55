using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Server.Api.Groups;

/// <summary>A group's replicas as its load balancer knows them.</summary>
/// <param name="Pool">The load balancer.</param>
/// <param name="Trouble">Why nobody joins or leaves now; null when nothing stands against it.</param>
/// <param name="Replicas">Those that run, ordered.</param>
public sealed record BackendsView(ProviderId Pool, string? Trouble, ImmutableArray<BackendReplica> Replicas)
{
    /// <summary>All of it in a sentence.</summary>
    public string Summary => $"{Pool}: {(Replicas.IsEmpty ? "nobody" : string.Join(", ", Counts()))}" + (Trouble is null ? "" : $". {Trouble}");

    /// <summary>How a state is called.</summary>
    public static string WordOf(ReplicaStanding standing) => standing switch
    {
        ReplicaStanding.DrainedByOthers => "drained by others",
        _ => standing.ToString().ToLowerInvariant(),
    };

    private IEnumerable<string> Counts() => Replicas.GroupBy(replica => replica.Standing).OrderBy(all => all.Key)
        .Select(all => $"{all.Count()} {WordOf(all.Key)}");

    /// <summary>Of a group that names a load balancer.</summary>
    internal static BackendsView Of(GroupPicture picture, GroupBackends backends) => new(
        picture.Group.BackendPool!.Value, backends.Trouble,
        [
            .. picture.Ready.Concat(backends.Leaving).DistinctBy(machine => machine.Id).OrderBy(machine => machine.Id)
                .Select(machine => new BackendReplica(
                    machine.Id, machine.Name, StandingOf(machine, backends), backends.Find(machine.Id)?.Connections)),
        ]);

    private static ReplicaStanding StandingOf(VirtualMachine machine, GroupBackends backends) =>
        backends.DrainedByOthers.Contains(machine) ? ReplicaStanding.DrainedByOthers
        : backends.Leaving.Contains(machine)
            ? backends.StateOf(machine.Id) is null ? ReplicaStanding.Left : ReplicaStanding.Draining
        : backends.StateOf(machine.Id) == BackendState.Serving ? ReplicaStanding.Joined
        : ReplicaStanding.Joining;
}
