using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Remedies;

namespace Vireo.Scheduling.Scaling;

/// <summary>A group as a decision sees it: its objects by what they do, its load, and what is done about it.</summary>
/// <remarks>Only machines that were made for the group, by the name that <see cref="NameOf"/> gives, are ever taken
/// away; others that belong to it serve and count.</remarks>
public sealed class GroupPicture
{
    /// <summary>Creations of a group that may fail in an hour before it waits for a person.</summary>
    private const int MostFailures = 3;

    private const int FewestStartUps = 3;
    private const int MostNamed = 3;
    private const double LeastRatio = 0.1;

    /// <summary>How long a replica may take from its order until its guest serves.</summary>
    private static readonly TimeSpan PreparedWithin = TimeSpan.FromMinutes(30);

    private GroupPicture(
        VmGroup group, ImmutableArray<VirtualMachine> ready, ImmutableArray<VirtualMachine> broken,
        ImmutableArray<VirtualMachine> stopped, GroupReplicas replicas, GroupLoad load, ScalingDecision decision, int failures,
        GroupBackends? backends)
    {
        Group = group;
        Ready = ready;
        Broken = broken;
        Stopped = stopped;
        Replicas = replicas;
        Load = load;
        FailedLately = failures;
        Backends = backends;
        Obstacle = WhyNot(decision);
        Decision = Obstacle is { } obstacle ? decision with { Create = 0, Remove = 0, Reason = obstacle.Reason } : decision;
    }

    /// <summary>Bounds and rules.</summary>
    public VmGroup Group { get; }

    /// <summary>Machines that serve.</summary>
    public ImmutableArray<VirtualMachine> Ready { get; }

    /// <summary>Machines that were made for it and failed or are stuck, with nothing under way.</summary>
    public ImmutableArray<VirtualMachine> Broken { get; }

    /// <summary>Machines that were made for it, are stopped, and still have to be deleted.</summary>
    public ImmutableArray<VirtualMachine> Stopped { get; }

    /// <summary>Which of them its load balancer sends requests to; null where it names none.</summary>
    public GroupBackends? Backends { get; }

    /// <summary>All its objects, counted.</summary>
    public GroupReplicas Replicas { get; }

    /// <summary>What it carries, in MHz.</summary>
    public GroupLoad Load { get; }

    /// <summary>What is done about it.</summary>
    public ScalingDecision Decision { get; }

    /// <summary>Creations of the last hour that came to nothing.</summary>
    public int FailedLately { get; }

    /// <summary>What stands against what the rules want; null when nothing does.</summary>
    public Refusal? Obstacle { get; }

    /// <summary>Machines that Vireo may take away, those that should go first last: another version than is wanted,
    /// then the youngest, which has the least in its caches.</summary>
    public IEnumerable<VirtualMachine> Removable => Ready.Where(machine => IsMadeFor(Group.Id, machine.Id))
        .OrderBy(machine => Outdated.Contains(machine)).ThenBy(machine => machine.Id);

    /// <summary>The name of a machine made for a group: unique for each order.</summary>
    public static VirtualMachineId NameOf(VmGroupId group, DateTimeOffset at, int number) =>
        new($"{group}-r{at.ToUnixTimeSeconds()}-{number}");

    /// <summary>Whether a machine was made for a group, rather than found in it.</summary>
    public static bool IsMadeFor(VmGroupId group, VirtualMachineId machine) =>
        machine.Value.StartsWith($"{group}-r", StringComparison.Ordinal);

    /// <summary>The version of its template that it should run; null when the template is not configured.</summary>
    public VmTemplate? Template { get; private init; }

    /// <summary>Why it was rolled back from the newest version; null when it was not.</summary>
    public RejectedVersion? Rejected { get; private init; }

    /// <summary>What stands against an update that is under way; null when nothing does, or none is. Going back waits for
    /// no measurements.</summary>
    public Refusal? UpdateObstacle => !Outdated.Any() ? null
        : Wait is { } wait ? new Refusal(EntityId.Of(Group.Id), "S10", wait)
        : Backends?.WhyNoneGoes() is { } joining ? new Refusal(EntityId.Of(Group.Id), "S28", joining)
        : !Replaceable.Any() ? new Refusal(EntityId.Of(Group.Id), "S23", MadeByOthers())
        : HasRoomToReplace ? null
        : new Refusal(
            EntityId.Of(Group.Id), "S29",
            $"Minimum and maximum are both {Group.Maximum}: there is no room to replace one. Raise the maximum by one.");

    private string? Wait { get; init; }

    /// <summary>Machines that serve in another version than they should, oldest first; those that others made
    /// too.</summary>
    public IEnumerable<VirtualMachine> Outdated => Ready.Where(machine =>
        Template is not null && machine.TemplateVersion is { } version && version != Template.Version).OrderBy(machine => machine.Id);

    /// <summary>Those of them that Vireo made, and so may replace.</summary>
    public IEnumerable<VirtualMachine> Replaceable => Outdated.Where(machine => IsMadeFor(Group.Id, machine.Id));

    /// <summary>Whether more serve than have to, so that an outdated one may go before another comes.</summary>
    public bool HasOneToSpare => Ready.Length > Math.Max(Decision.Wanted, Group.Minimum) ||
        (Replicas.All >= Group.Maximum && Ready.Length > Group.Minimum);

    private bool HasRoomToReplace => HasOneToSpare || Replicas.All < Group.Maximum;

    /// <summary>Looks at all groups of a policy, in order.</summary>
    public static IEnumerable<GroupPicture> All(Policy policy, FleetSnapshot fleet, Outlook outlook)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Groups.IsEmpty)
        {
            return [];
        }

        var scene = new GroupScene(fleet);
        var due = DueRemedies.Find(fleet, outlook, policy).Due;

        return policy.Groups.OrderBy(group => group.Id).Select(group => Of(group, scene, outlook, policy, due));
    }

    /// <summary>Looks at one group.</summary>
    public static GroupPicture Of(VmGroup group, FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(outlook);

        return Of(group, new GroupScene(fleet), outlook, policy, DueRemedies.Find(fleet, outlook, policy).Due);
    }

    private static GroupPicture Of(
        VmGroup group, GroupScene scene, Outlook outlook, Policy policy, ImmutableArray<DueRemedy> due)
    {
        var fleet = scene.Fleet;
        var template = RollingUpdate.TemplateOf(group, fleet, policy);
        List<VirtualMachine> members = [.. scene.Members[group.Id]];
        var coming = scene.Coming[group.Id].ToHashSet();
        coming.UnionWith(BeingPrepared(members, fleet));
        coming.ExceptWith(members.Where(IsServing).Select(machine => machine.Id));
        var backends = GroupBackends.Of(group, [.. members.Where(IsServing)], scene);
        List<VirtualMachine> serving = [.. members.Where(machine => IsServing(machine) && !scene.IsLeaving(machine.Id))];
        ImmutableArray<VirtualMachine> ready = [.. serving.Where(machine => backends?.HasLeft(machine) is not true)];
        ImmutableArray<VirtualMachine> idle =
        [
            .. members.Where(machine => !IsServing(machine) && !scene.IsBusy(machine.Id) && !coming.Contains(machine.Id) &&
                IsMadeFor(group.Id, machine.Id)),
        ];
        ImmutableArray<VirtualMachine> stopped = [.. idle.Where(machine => machine.State == PowerState.Off)];
        ImmutableArray<VirtualMachine> broken =
            [.. idle.Where(machine => machine.State != PowerState.Off && !IsLostWithItsHost(machine, fleet))];
        int others = members.Count(machine => !IsServing(machine) && !coming.Contains(machine.Id) && !scene.IsLeaving(machine.Id));
        var replicas = new GroupReplicas(
            ready.Length, coming.Count,
            members.Count(machine => scene.IsLeaving(machine.Id)) + (serving.Count - ready.Length), others,
            Newest<CreateVirtualMachine>(fleet, create => create.Group == group.Id),
            Newest<DeleteVirtualMachine>(fleet, delete => delete.Group == group.Id));
        var load = LoadOf(group, ready, members, fleet, outlook);
        var decision = GroupScaler.Decide(
            group, replicas, load, fleet.TakenAt, policy.DeployFromHistory ? fleet.RecurringNeeds : [],
            RemedyProposals.Of(group, replicas, due, members));

        var rejected = policy.TemplateOf(group.Template) is { } newest
            ? RollingUpdate.RejectionOf(group, newest.Version, fleet)
            : null;

        return new GroupPicture(
            group, ready, broken, stopped, replicas, load, decision, FailuresOf(group, template?.Version, fleet), backends)
        {
            Template = template,
            Rejected = rejected,
            Wait = template is null || rejected is not null
                ? null
                : UpdateService.Of(group, template, fleet, outlook)?.WhyWait(),
        };
    }

    /// <summary>Why an update goes no further for now, as far as can be said; null when it goes on, or none is under
    /// way.</summary>
    /// <param name="newest">The plan that was made of this picture, if any: it knows whether a host was found.</param>
    public string? WhyUpdateWaits(Plan? newest) => !Outdated.Any() ? null
        : UpdateObstacle?.Reason ?? Obstacle?.Reason ??
            (Decision is { Create: 0, Remove: 0 }
                ? newest?.Refusals.FirstOrDefault(refusal => refusal.Entity == EntityId.Of(Group.Id))?.Reason
                : null);

    private string MadeByOthers()
    {
        string[] names = [.. Outdated.Select(machine => $"'{machine.Id}'")];
        string more = names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "";

        return $"{string.Join(", ", names.Take(MostNamed))}{more} {(names.Length == 1 ? "was" : "were")} not made by Vireo: " +
            "what others made, others replace.";
    }

    private static bool IsServing(VirtualMachine machine) => machine.IsServing;

    // Between two steps nothing is under way; what takes longer than any step is stuck.
    private static IEnumerable<VirtualMachineId> BeingPrepared(List<VirtualMachine> members, FleetSnapshot fleet)
    {
        var ordered = fleet.RecentChanges
            .Where(change => change.Action is CreateVirtualMachine && fleet.TakenAt - change.StartedAt < PreparedWithin)
            .Select(change => change.Action.Target).ToHashSet();

        return members
            .Where(machine => machine is { State: PowerState.On, Guest: GuestState.Starting or GuestState.Configured } &&
                ordered.Contains(EntityId.Of(machine.Id)))
            .Select(machine => machine.Id);
    }

    // Such a machine is restarted elsewhere; it is not broken itself.
    private static bool IsLostWithItsHost(VirtualMachine machine, FleetSnapshot fleet) =>
        machine.Host is { } id && fleet.Hosts.FirstOrDefault(host => host.Id == id) is not { State: HostState.On };

    private Refusal? WhyNot(ScalingDecision decision)
    {
        if (decision.Create > 0 && FailedLately >= MostFailures)
        {
            return new Refusal(
                EntityId.Of(Group.Id), "S29",
                $"{decision.Create} more replicas are wanted, but {FailedLately} creations from template '{Group.Template}' came to " +
                "nothing within the hour. Look at the template; it is tried again after the hour.");
        }

        if (decision.Remove > 0 && Backends?.WhyNoneGoes() is { } joining)
        {
            return new Refusal(EntityId.Of(Group.Id), "S28", $"One of {Ready.Length} could go. {joining}");
        }

        return decision.Remove > 0 && !Removable.Any()
            ? new Refusal(
                EntityId.Of(Group.Id), "S23",
                $"One of {Ready.Length} could go, but none was made by Vireo: what others made, others remove.")
            : null;
    }

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

    private static int FailuresOf(VmGroup group, int? version, FleetSnapshot fleet)
    {
        var serving = fleet.VirtualMachines.Where(IsServing).Select(machine => machine.Id).ToHashSet();
        var deleted = fleet.RecentChanges.Select(change => change.Action).OfType<DeleteVirtualMachine>()
            .Where(delete => !delete.IsBroken).Select(delete => delete.VirtualMachine).ToHashSet();
        var underWay = fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Select(create => create.VirtualMachine).ToHashSet();

        return fleet.RecentChanges.Count(change =>
            change.Action is CreateVirtualMachine create && create.Group == group.Id &&
            (create.Specification is null || create.Specification.Version == version) &&
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

        return new GroupLoad(outlook.Step, measured, Bound(group, known, outlook), perReplica, StartUpOf(group, fleet))
        {
            Shortages = [.. fleet.RecentShortages.Where(shortage => shortage.Group == group.Id)],
            Metrics = known?.Measures.ToDictionary(measure => measure.Metric, Values) ?? [],
        };
    }

    private static ReadOnlyMemory<double> Values(GroupMeasure measure) =>
        measure.PerReplica.Select(value => value < 0 ? double.NaN : value).ToArray();

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
        int level = outlook.LevelAtLeast(quantile);

        return known is null || outlook.Steps == 0 || known.Demand.Quantiles.Length != outlook.Levels.Length * outlook.Steps
            ? []
            : [.. known.Demand.Quantiles.Slice(level * outlook.Steps, outlook.Steps).Select(value => (double)value)];
    }
}
