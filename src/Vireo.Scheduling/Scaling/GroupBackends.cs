using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>A group's replicas as its load balancer knows them, beside what Vireo itself has done about them.</summary>
/// <remarks>Where the load balancer does not answer, what it said before is only shown: nothing is decided on it
/// (S28).</remarks>
public sealed class GroupBackends
{
    private const int MostNamed = 3;

    // A load balancer that refuses a replica now will most likely refuse it in the next cycle, too.
    private static readonly RetryRest Rest = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(60));

    private readonly FleetSnapshot _fleet;
    private readonly ProviderId _id;
    private readonly BackendPool? _pool;
    private readonly Dictionary<VirtualMachineId, List<InFlightAction>> _done = [];
    private readonly HashSet<EntityId> _busy;

    private GroupBackends(VmGroup group, ProviderId pool, IReadOnlyList<VirtualMachine> running, GroupScene scene)
    {
        var fleet = scene.Fleet;
        List<VirtualMachine> serving = [.. running.Where(machine => !scene.IsLeaving(machine.Id))];
        (_fleet, _id) = (fleet, pool);
        _pool = fleet.BackendPools.FirstOrDefault(one => one.Id == pool);
        _busy = [.. fleet.InFlight.Select(action => action.Action.Target).Where(target => target.Kind == EntityKind.Backend)];
        foreach (var change in fleet.RecentChanges)
        {
            if (MachineOf(change.Action) is { } machine)
            {
                (_done.TryGetValue(machine, out var done) ? done : _done[machine] = []).Add(change);
            }
        }

        Left = [.. serving.Where(machine => HasLeft(machine) && GroupPicture.IsMadeFor(group.Id, machine.Id))];
        Outside =
        [
            .. serving.Where(machine => !HasLeft(machine) && StateOf(machine.Id) != BackendState.Serving && !IsDrainedByOthers(machine)),
        ];
        DrainedByOthers = [.. serving.Where(IsDrainedByOthers)];
        Leaving = [.. running.Where(machine => scene.IsLeaving(machine.Id) || Left.Contains(machine))];
    }

    /// <summary>Why nothing is decided about it now; null when it can be.</summary>
    public string? Trouble => _pool is null ? $"Load balancer '{_id}' is not connected: a document of kind BackendPool says where it is."
        : _pool.IsUnasked ? $"Load balancer '{_id}' has not been asked yet; the first decision asks it."
        : !_pool.Answers ? $"Load balancer '{_id}' does not answer; replicas neither join nor leave until it does."
        : null;

    /// <summary>Replicas that Vireo has begun to take out and that still run: they go on leaving, whatever was interrupted
    /// between.</summary>
    public ImmutableArray<VirtualMachine> Left { get; }

    /// <summary>Those, and the ones with which something of it is under way.</summary>
    public ImmutableArray<VirtualMachine> Leaving { get; }

    /// <summary>Replicas that serve and are not sent requests yet.</summary>
    public ImmutableArray<VirtualMachine> Outside { get; }

    /// <summary>Replicas that somebody else drains: Vireo leaves them as they are (S23).</summary>
    public ImmutableArray<VirtualMachine> DrainedByOthers { get; }

    /// <summary>Of a group; null where it names no load balancer.</summary>
    /// <param name="group">The group.</param>
    /// <param name="running">Its machines that serve, those that are leaving among them.</param>
    /// <param name="scene">The picture.</param>
    internal static GroupBackends? Of(VmGroup group, IReadOnlyList<VirtualMachine> running, GroupScene scene) =>
        group.BackendPool is { } pool ? new GroupBackends(group, pool, running, scene) : null;

    /// <summary>What the load balancer does with a machine; null when it does not know it.</summary>
    public BackendState? StateOf(VirtualMachineId machine) => _pool?.Find(machine)?.State;

    /// <summary>What the load balancer said of a machine; null when it does not know it.</summary>
    public Backend? Find(VirtualMachineId machine) => _pool?.Find(machine);

    /// <summary>Whether Vireo has taken a machine out, or has begun to.</summary>
    public bool HasLeft(VirtualMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);

        return _pool is { Answers: true } && StateOf(machine.Id) != BackendState.Serving && NewestOf(machine.Id) is LeaveBackendPool;
    }

    /// <summary>Whether something is under way between the load balancer and a machine.</summary>
    public bool IsBusy(VirtualMachineId machine) => _busy.Contains(EntityId.Backend(_id, machine));

    /// <summary>Backends that Vireo made and deleted or that are no longer fit to serve: nobody else would take them
    /// out.</summary>
    /// <param name="unfit">Machines that failed or are stopped.</param>
    public IEnumerable<VirtualMachineId> Stale(IEnumerable<VirtualMachine> unfit)
    {
        if (Trouble is not null)
        {
            return [];
        }

        var deleted = _fleet.RecentChanges.Select(change => change.Action).OfType<DeleteVirtualMachine>()
            .Select(delete => delete.VirtualMachine).ToHashSet();
        deleted.ExceptWith(_fleet.VirtualMachines.Select(machine => machine.Id));

        return unfit.Select(machine => machine.Id).Concat(deleted).Distinct()
            .Where(machine => StateOf(machine) is not null && !IsBusy(machine)).Order();
    }

    /// <summary>Why no replica may be taken away now; null when one may.</summary>
    public string? WhyNoneGoes() => Trouble ?? (Outside.IsEmpty
        ? null
        : $"{Named(Outside)} {(Outside.Length == 1 ? "has" : "have")} not joined '{_id}' yet, and nobody goes before.");

    /// <summary>Why what was tried with a machine is not tried again now; null when it may be.</summary>
    /// <typeparam name="T">What would be tried.</typeparam>
    public string? Rests<T>(VirtualMachineId machine)
        where T : FleetAction
    {
        var tried = _done.GetValueOrDefault(machine)?.Where(change => change.Action is T).Select(change => change.StartedAt).ToList() ?? [];
        if (tried.Count == 0)
        {
            return null;
        }

        var until = Rest.Until(tried.Count, tried.Max());

        return _fleet.TakenAt >= until
            ? null
            : $"That '{machine}' {(typeof(T) == typeof(JoinBackendPool) ? "joins" : "leaves")} '{_id}' was tried {tried.Count} " +
              $"{(tried.Count == 1 ? "time" : "times")} lately and is not so; it is tried again at {until:HH:mm}.";
    }

    /// <summary>Names machines, not more than can be read.</summary>
    internal static string Named(ImmutableArray<VirtualMachine> machines) =>
        string.Join(", ", machines.Take(MostNamed).Select(machine => $"'{machine.Id}'")) +
        (machines.Length > MostNamed ? $" and {machines.Length - MostNamed} more" : "");

    private bool IsDrainedByOthers(VirtualMachine machine) =>
        StateOf(machine.Id) == BackendState.Draining && NewestOf(machine.Id) is not LeaveBackendPool;

    private FleetAction? NewestOf(VirtualMachineId machine) => _done.GetValueOrDefault(machine)?[^1].Action;

    private VirtualMachineId? MachineOf(FleetAction action) => action switch
    {
        JoinBackendPool join when join.Pool == _id => join.VirtualMachine,
        LeaveBackendPool leave when leave.Pool == _id => leave.VirtualMachine,
        _ => null,
    };
}
