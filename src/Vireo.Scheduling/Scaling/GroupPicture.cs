using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>A group as a decision sees it: its objects by what they do, its load, and what is done about it.</summary>
/// <remarks>Only machines that were made for the group, by the name that <see cref="NameOf"/> gives, are ever taken
/// away; others that belong to it serve and count.</remarks>
public sealed class GroupPicture
{
    /// <summary>Creations of a group that may fail in an hour before it waits for a person.</summary>
    private const int MostFailures = 3;

    private const int FewestStartUps = 3;
    private const double LeastRatio = 0.1;

    private GroupPicture(
        VmGroup group, ImmutableArray<VirtualMachine> ready, ImmutableArray<VirtualMachine> broken,
        ImmutableArray<VirtualMachine> stopped, GroupReplicas replicas, GroupLoad load, ScalingDecision decision, int failures)
    {
        Group = group;
        Ready = ready;
        Broken = broken;
        Stopped = stopped;
        Replicas = replicas;
        Load = load;
        Decision = decision;
        FailedLately = failures;
    }

    /// <summary>Bounds and rules.</summary>
    public VmGroup Group { get; }

    /// <summary>Machines that serve.</summary>
    public ImmutableArray<VirtualMachine> Ready { get; }

    /// <summary>Machines that were made for it and failed or are stuck, with nothing under way.</summary>
    public ImmutableArray<VirtualMachine> Broken { get; }

    /// <summary>Machines that were made for it, are stopped, and still have to be deleted.</summary>
    public ImmutableArray<VirtualMachine> Stopped { get; }

    /// <summary>All its objects, counted.</summary>
    public GroupReplicas Replicas { get; }

    /// <summary>What it carries, in MHz.</summary>
    public GroupLoad Load { get; }

    /// <summary>What is done about it.</summary>
    public ScalingDecision Decision { get; }

    /// <summary>Creations of the last hour that came to nothing.</summary>
    public int FailedLately { get; }

    /// <summary>Whether so many creations failed that another would only fail too.</summary>
    public bool IsTemplateSuspect => FailedLately >= MostFailures;

    /// <summary>The name of a machine made for a group: unique for each order.</summary>
    public static VirtualMachineId NameOf(VmGroupId group, DateTimeOffset at, int number) =>
        new($"{group}-r{at.ToUnixTimeSeconds()}-{number}");

    /// <summary>Whether a machine was made for a group, rather than found in it.</summary>
    public static bool IsMadeFor(VmGroupId group, VirtualMachineId machine) =>
        machine.Value.StartsWith($"{group}-r", StringComparison.Ordinal);

    /// <summary>Looks at one group.</summary>
    public static GroupPicture Of(VmGroup group, FleetSnapshot fleet, Outlook outlook)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(outlook);
        var members = fleet.VirtualMachines.Where(machine => machine.Group == group.Id).ToList();
        var busy = fleet.InFlight.Select(action => action.Action.Target).ToHashSet();
        var leaving = fleet.InFlight.Where(action => action.Action is PowerOffVirtualMachine or DeleteVirtualMachine)
            .Select(action => action.Action.Target).ToHashSet();
        var coming = fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Where(create => create.Group == group.Id).Select(create => create.VirtualMachine).ToHashSet();
        coming.ExceptWith(members.Where(IsServing).Select(machine => machine.Id));
        ImmutableArray<VirtualMachine> ready =
            [.. members.Where(machine => IsServing(machine) && !leaving.Contains(EntityId.Of(machine.Id)))];
        ImmutableArray<VirtualMachine> idle =
        [
            .. members.Where(machine => !IsServing(machine) && !busy.Contains(EntityId.Of(machine.Id)) &&
                IsMadeFor(group.Id, machine.Id)),
        ];
        ImmutableArray<VirtualMachine> stopped = [.. idle.Where(machine => machine.State == PowerState.Off)];
        ImmutableArray<VirtualMachine> broken =
            [.. idle.Where(machine => machine.State != PowerState.Off && !IsLostWithItsHost(machine, fleet))];
        int others = members.Count(machine => !IsServing(machine) && !coming.Contains(machine.Id) &&
            !leaving.Contains(EntityId.Of(machine.Id)));
        var replicas = new GroupReplicas(
            ready.Length, coming.Count, members.Count(machine => leaving.Contains(EntityId.Of(machine.Id))), others,
            Newest<CreateVirtualMachine>(fleet, create => create.Group == group.Id),
            Newest<DeleteVirtualMachine>(fleet, delete => delete.Group == group.Id));
        var load = LoadOf(group, ready, members, fleet, outlook);
        var decision = GroupScaler.Decide(group, replicas, load, fleet.TakenAt);

        return new GroupPicture(group, ready, broken, stopped, replicas, load, decision, FailuresOf(group, fleet));
    }

    private static bool IsServing(VirtualMachine machine) => machine.State == PowerState.On;

    // Such a machine is restarted elsewhere; it is not broken itself.
    private static bool IsLostWithItsHost(VirtualMachine machine, FleetSnapshot fleet) =>
        machine.Host is { } id && fleet.Hosts.FirstOrDefault(host => host.Id == id) is not { State: HostState.On };

    private static DateTimeOffset? Newest<T>(FleetSnapshot fleet, Func<T, bool> isOurs)
        where T : FleetAction
    {
        for (int i = fleet.RecentChanges.Length - 1; i >= 0; i--)
        {
            if (fleet.RecentChanges[i].Action is T action && isOurs(action))
            {
                return fleet.RecentChanges[i].StartedAt;
            }
        }

        return null;
    }

    private static int FailuresOf(VmGroup group, FleetSnapshot fleet)
    {
        var serving = fleet.VirtualMachines.Where(IsServing).Select(machine => machine.Id).ToHashSet();
        var deleted = fleet.RecentChanges.Select(change => change.Action).OfType<DeleteVirtualMachine>()
            .Where(delete => !delete.IsBroken).Select(delete => delete.VirtualMachine).ToHashSet();
        var underWay = fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Select(create => create.VirtualMachine).ToHashSet();

        return fleet.RecentChanges.Count(change =>
            change.Action is CreateVirtualMachine create && create.Group == group.Id &&
            fleet.TakenAt - change.StartedAt < TimeSpan.FromHours(1) && !serving.Contains(create.VirtualMachine) &&
            !deleted.Contains(create.VirtualMachine) && !underWay.Contains(create.VirtualMachine));
    }

    private static GroupLoad LoadOf(
        VmGroup group, ImmutableArray<VirtualMachine> ready, List<VirtualMachine> members, FleetSnapshot fleet,
        Outlook outlook)
    {
        var known = outlook.Groups.FirstOrDefault(one => one.Group == group.Id);
        double perReplica = group.LoadPerReplica ?? (members.Count == 0
            ? double.NaN
            : Carried(group, known?.Service, (ready.IsEmpty ? members : [.. ready]).Average(machine => machine.CpuCapacity.Value)));
        double[] measured = known is null ? [] : [.. known.Measured.Select(value => value < 0 ? double.NaN : value)];

        return new GroupLoad(outlook.Step, measured, Bound(group, known, outlook), perReplica, StartUpOf(group, fleet));
    }

    // Never more than the processors give, and never so little that an impossible promise orders replicas without end.
    private static double Carried(VmGroup group, ServiceOutlook? service, double size) => service is null
        ? group.UpToRatio * size
        : Math.Clamp(service.MhzPerReplica, LeastRatio * size, size);

    // What was measured, once it was a few times; until then what is configured.
    private static TimeSpan StartUpOf(VmGroup group, FleetSnapshot fleet) =>
        fleet.StartUps.FirstOrDefault(known => known.Template == group.Template) is { Count: >= FewestStartUps } measured
            ? measured.Takes
            : group.StartUp;

    private static double[] Bound(VmGroup group, GroupOutlook? known, Outlook outlook)
    {
        double quantile = group.Rules.OfType<PredictiveScaling>().Select(rule => rule.Quantile).DefaultIfEmpty(0.95).Max();
        int level = 0;
        while (level < outlook.Levels.Length - 1 && outlook.Levels[level] < quantile - 1e-9)
        {
            level++;
        }

        return known is null || outlook.Steps == 0 || known.Demand.Quantiles.Length != outlook.Levels.Length * outlook.Steps
            ? []
            : [.. known.Demand.Quantiles.Slice(level * outlook.Steps, outlook.Steps).Select(value => (double)value)];
    }
}
