using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>What the guard rails look at: the fleet by identifier, the policy, and how much is admitted already.</summary>
internal sealed class ReviewedFleet
{
    private readonly Dictionary<HostId, Host> _hosts;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;

    /// <summary>Indexes the snapshot.</summary>
    public ReviewedFleet(FleetSnapshot fleet, Policy policy, ReviewContext context)
    {
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

    /// <summary>The provider that would carry the action out; null when its target is unknown.</summary>
    public ProviderId? ProviderOf(FleetAction action) => action switch
    {
        CreateVirtualMachine create => _hosts.GetValueOrDefault(create.On)?.Provider,
        _ when action.Target.Kind == EntityKind.Host => _hosts.GetValueOrDefault(new(action.Target.Value))?.Provider,
        _ => _machines.GetValueOrDefault(new(action.Target.Value))?.Provider,
    };

    /// <summary>Every scope that the action touches: its target, the hosts involved, the cluster and the provider.</summary>
    public List<EntityId> ScopesOf(FleetAction action)
    {
        List<EntityId> scopes = [action.Target, EntityId.Of(Fleet.Cluster)];
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

    /// <summary>The mode in force for the action; the most careful of all its scopes.</summary>
    public OperatingMode ModeOf(FleetAction action) => Policy.ModeFor([.. ScopesOf(action)]);

    private static IEnumerable<HostId> HostsOf(FleetAction action) => action switch
    {
        Migration move => [move.From, move.To],
        PowerOnVirtualMachine start => [start.On],
        CreateVirtualMachine create => [create.On],
        _ => [],
    };
}
