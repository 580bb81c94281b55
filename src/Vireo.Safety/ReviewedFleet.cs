using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>What the guard rails look at: the fleet by identifier, the policy, and how much is admitted
/// already.</summary>
internal sealed class ReviewedFleet
{
    private readonly Dictionary<HostId, Host> _hosts;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly HashSet<VirtualMachineId> _trusted;
    private readonly ILookup<EntityId, Hazard> _hazards;

    private readonly Dictionary<VirtualMachineId, HostId> _created;

    /// <summary>Indexes the snapshot, the outlook and what the plan creates.</summary>
    public ReviewedFleet(Plan plan, FleetSnapshot fleet, Outlook outlook, Policy policy, ReviewContext context)
    {
        _created = plan.Actions.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .DistinctBy(create => create.VirtualMachine).ToDictionary(create => create.VirtualMachine, create => create.On);
        _trusted = [.. outlook.VirtualMachines.Where(machine => machine.Quality.IsActionable).Select(machine => machine.VirtualMachine)];
        _hazards = outlook.Hazards.ToLookup(hazard => hazard.Entity);
        Fleet = fleet;
        Policy = policy;
        Context = context;
        _hosts = fleet.Hosts.ToDictionary(host => host.Id);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
    }

    /// <summary>The picture.</summary>
    public FleetSnapshot Fleet { get; }

    /// <summary>The policy in force.</summary>
    public Policy Policy { get; }

    /// <summary>Clock, stops, approvals.</summary>
    public ReviewContext Context { get; }

    /// <summary>Actions that this review has let through so far.</summary>
    public int AdmittedActions { get; set; }

    /// <summary>Whether the outlook knows the machine well enough to act on it.</summary>
    public bool IsTrusted(VirtualMachineId machine) => _trusted.Contains(machine);

    /// <summary>The first hazard of one of the kinds on an entity; null when there is none.</summary>
    public Hazard? HazardOf(EntityId entity, params ReadOnlySpan<HazardKind> kinds)
    {
        foreach (var hazard in _hazards[entity])
        {
            if (kinds.Contains(hazard.Kind))
            {
                return hazard;
            }
        }

        return null;
    }

    /// <summary>Whether machines have to leave a host whatever they did before: maintenance, failure, or signs of it.
    /// Judged on the facts, not on what the plan calls the move.</summary>
    public bool MustBeLeft(HostId id) =>
        _hosts.GetValueOrDefault(id) is { } host && (host.IsInMaintenance || host.State == HostState.Failed ||
            HazardOf(EntityId.Of(id), HazardKind.HostFailing, HazardKind.HostDown) is not null);

    /// <summary>The provider that would carry the action out; null when its target is unknown.</summary>
    public ProviderId? ProviderOf(FleetAction action) => action switch
    {
        CreateVirtualMachine create => _hosts.GetValueOrDefault(create.On)?.Provider,
        SetPoolTerms set => set.Setting.Provider,
        JoinBackendPool join => join.Pool,
        LeaveBackendPool leave => leave.Pool,
        ChangeNetwork change => change.Provider,
        _ when action.Target.Kind == EntityKind.Host => _hosts.GetValueOrDefault(new(action.Target.Value))?.Provider,
        _ => ProviderOf(new VirtualMachineId(action.Target.Value)),
    };

    private ProviderId? ProviderOf(VirtualMachineId machine) => _machines.GetValueOrDefault(machine)?.Provider ??
        (_created.TryGetValue(machine, out var on) ? _hosts.GetValueOrDefault(on)?.Provider : null);

    /// <summary>Every scope that the action touches: its target, the hosts involved, the cluster and the
    /// provider.</summary>
    public List<EntityId> ScopesOf(FleetAction action)
    {
        List<EntityId> scopes = [action.Target, EntityId.Of(Fleet.Cluster)];
        if (BackendOf(action) is { } machine)
        {
            scopes.Add(EntityId.Of(machine));
        }

        if (ProviderOf(action) is { } provider)
        {
            scopes.Add(EntityId.Of(provider));
        }

        foreach (var host in HostsOf(action))
        {
            scopes.Add(EntityId.Of(host));
        }

        return scopes;
    }

    /// <summary>The mode in force for the action; the most careful of all its scopes, and of the remedy that asked for
    /// it.</summary>
    public OperatingMode ModeOf(PlannedAction action)
    {
        var mode = Policy.ModeFor([.. ScopesOf(action.Action)]);
        if (action.Answers is not { } answer)
        {
            return mode;
        }

        // One that is configured no more asks for nothing.
        var remedies = Policy.Remedies.FirstOrDefault(remedy => remedy.Name == answer.Remedy)?.Mode ?? OperatingMode.Observe;

        return remedies < mode ? remedies : mode;
    }

    private static VirtualMachineId? BackendOf(FleetAction action) => action switch
    {
        JoinBackendPool join => join.VirtualMachine,
        LeaveBackendPool leave => leave.VirtualMachine,
        _ => null,
    };

    private static IEnumerable<HostId> HostsOf(FleetAction action) => action switch
    {
        Migration move => [move.From, move.To],
        PowerOnVirtualMachine start => [start.On],
        CreateVirtualMachine create => [create.On],
        _ => [],
    };
}
