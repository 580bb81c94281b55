using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>A plan while it is played through: which machine is on which host between which actions.</summary>
internal sealed partial class CheckedPlan
{
    private readonly IReadOnlyList<PlannedAction> _actions;
    private readonly ActionOrder _order;
    private readonly FleetSnapshot _fleet;
    private readonly Policy _policy;
    private readonly Dictionary<HostId, Host> _hosts;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly Dictionary<HostId, List<Presence>> _on = [];
    private readonly Dictionary<VirtualMachineId, List<Presence>> _of = [];
    private readonly Dictionary<VirtualMachineId, int> _lastAction = [];
    private readonly HashSet<VirtualMachineId> _busy = [];
    private readonly HashSet<HostId> _switched = [];
    private readonly HashSet<HostId> _off = [];
    private readonly HashSet<HostId> _closed = [];
    private readonly HashSet<HostId> _mustBeLeft;
    private readonly HashSet<VirtualMachineId> _pinned;
    private readonly ILookup<VirtualMachineId, AffinityRule> _rules;
    private readonly Dictionary<AffinityRule, int> _hostsAtFirst;

    /// <summary>Starts from the snapshot; what is under way counts wherever it may end.</summary>
    public CheckedPlan(
        IReadOnlyList<PlannedAction> actions, ActionOrder order, FleetSnapshot fleet, Policy policy,
        ImmutableArray<Hazard> hazards)
    {
        (_actions, _order, _fleet, _policy) = (actions, order, fleet, policy);
        _hosts = fleet.Hosts.ToDictionary(host => host.Id);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        _pinned = [.. policy.Pinned];
        _rules = policy.Rules
            .SelectMany(rule => rule.VirtualMachines.Distinct().Select(machine => (Machine: machine, Rule: rule)))
            .ToLookup(pair => pair.Machine, pair => pair.Rule);
        _mustBeLeft =
        [
            .. fleet.Hosts.Where(host => host.IsInMaintenance || host.State == HostState.Failed).Select(host => host.Id),
            .. hazards.Where(hazard => hazard.Entity.Kind == EntityKind.Host &&
                hazard.Kind is HazardKind.HostFailing or HazardKind.HostDown).Select(hazard => new HostId(hazard.Entity.Value)),
        ];
        foreach (var machine in fleet.VirtualMachines.Where(Occupies))
        {
            if (machine.Host is { } host && _hosts.ContainsKey(host))
            {
                Appear(machine.Id, host, machine.Memory.Value, arrival: -1);
                _place[machine.Id] = host;
            }
        }

        foreach (var underWay in fleet.InFlight)
        {
            TakeUnderWay(underWay.Action);
        }

        _hostsAtFirst = policy.Rules.Where(rule => rule.Kind == AffinityKind.AtMostHosts).Distinct()
            .ToDictionary(rule => rule, HostsNow);
    }

    /// <summary>Plays one action; the rule it breaks, or null. One that breaks a rule leaves no trace.</summary>
    public (string Rule, string Reason)? Apply(int at) => _actions[at].Action switch
    {
        Migration { StaysOnHost: true } move => Order(at, move.VirtualMachine),
        Migration move => Arrive(at, move.VirtualMachine, move.From, move.To),
        PowerOnVirtualMachine start when IsCreated(at, start) => null,
        PowerOnVirtualMachine start => Arrive(at, start.VirtualMachine, from: null, start.On),
        ConfigureVirtualMachine or CheckVirtualMachine => KnownBefore(at),
        CreateVirtualMachine create => Create(at, create),
        ResizeVirtualMachine resize => Resize(at, resize),
        PowerOffVirtualMachine stop => Leave(at, stop.VirtualMachine),
        DeleteVirtualMachine delete => Leave(at, delete.VirtualMachine),
        SuspendVirtualMachine or ResumeVirtualMachine or ResetVirtualMachine or TakeSnapshot or RevertToSnapshot or DeleteSnapshot =>
            Order(at, new(_actions[at].Action.Target.Value)),
        PowerOffHost off => SwitchOff(at, off.Host),
        PowerOnHost on => SwitchOn(on.Host),
        FenceHost fence => Fence(fence.Host),
        EnterMaintenance enter => Close(at, enter.Host),
        ExitMaintenance exit => Unknown(exit.Host),
        SetPoolTerms or JoinBackendPool or LeaveBackendPool => null,
        ChangeNetwork change => ChangeNetwork(change),
        _ => ("S33", $"'{_actions[at].Action.GetType().Name}' is not known to the checker."),
    };

    private int HostsNow(AffinityRule rule) => rule.VirtualMachines.Distinct()
        .Where(_of.ContainsKey).SelectMany(id => _of[id]).Select(presence => presence.Host).Distinct().Count();

    private static bool Occupies(VirtualMachine machine) => machine.State is not (PowerState.Off or PowerState.Failed);

    private Presence Appear(VirtualMachineId machine, HostId host, long memoryBytes, int arrival)
    {
        var presence = new Presence(machine, host, memoryBytes, arrival);
        Presences(_on, host).Add(presence);
        Presences(_of, machine).Add(presence);

        return presence;
    }

    private void Vanish(Presence presence)
    {
        _on[presence.Host].Remove(presence);
        _of[presence.Machine].Remove(presence);
    }

    private static List<Presence> Presences<TId>(Dictionary<TId, List<Presence>> table, TId id)
        where TId : notnull
    {
        if (!table.TryGetValue(id, out var presences))
        {
            table[id] = presences = [];
        }

        return presences;
    }

    // Its end is not known: the machine may be on either host, and a host that goes down may be down already.
    private void TakeUnderWay(FleetAction action)
    {
        switch (action)
        {
            case Migration { StaysOnHost: false } move:
                Expect(move.VirtualMachine, move.To);
                Occupy(move.VirtualMachine, move.From);
                break;
            case PowerOnVirtualMachine start:
                Expect(start.VirtualMachine, start.On);
                break;
            case CreateVirtualMachine create:
                Expect(create.VirtualMachine, create.On, MemoryOf(create));
                break;
            case PowerOffHost off:
                _off.Add(off.Host);
                _switched.Add(off.Host);
                break;
            case FenceHost fence:
                _switched.Add(fence.Host);
                break;
            case ResizeVirtualMachine resize:
                _busy.Add(resize.VirtualMachine);
                if (_machines.TryGetValue(resize.VirtualMachine, out var machine) && _place.TryGetValue(machine.Id, out var host))
                {
                    Appear(machine.Id, host, Math.Max(0, resize.Memory.Value - machine.Memory.Value), arrival: -1);
                }

                break;
            default:
                if (action.Target.Kind == EntityKind.VirtualMachine)
                {
                    _busy.Add(new(action.Target.Value));
                }

                break;
        }
    }

    private void Expect(VirtualMachineId machine, HostId on, long memoryBytes = 0)
    {
        _busy.Add(machine);
        Occupy(machine, on, memoryBytes);
        _place.TryAdd(machine, on);
    }

    private void Occupy(VirtualMachineId machine, HostId on, long memoryBytes = 0)
    {
        if (!Presences(_of, machine).Exists(presence => presence.Host == on))
        {
            Appear(machine, on, _machines.TryGetValue(machine, out var known) ? known.Memory.Value : memoryBytes, arrival: -1);
        }
    }
}
