using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>The fleet while a plan is played through: who is, was or will be on each host.</summary>
internal sealed partial class CheckedState
{
    private readonly FleetSnapshot _fleet;
    private readonly Policy _policy;
    private readonly Dictionary<HostId, Host> _hosts;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly Dictionary<HostId, HashSet<VirtualMachineId>> _ever = [];
    private readonly Dictionary<VirtualMachineId, HostId> _final = [];
    private readonly Dictionary<HostId, List<ActionId>> _departures = [];
    private readonly HashSet<HostId> _off = [];
    private readonly HashSet<HostId> _busy = [];
    private readonly HashSet<VirtualMachineId> _moved = [];
    private readonly HashSet<VirtualMachineId> _pinned;

    /// <summary>Starts from the snapshot; what is under way counts wherever it may end.</summary>
    public CheckedState(FleetSnapshot fleet, Policy policy)
    {
        _fleet = fleet;
        _policy = policy;
        _hosts = fleet.Hosts.ToDictionary(host => host.Id);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        _pinned = [.. policy.Pinned];
        foreach (var host in fleet.Hosts)
        {
            _ever[host.Id] = [];
        }

        foreach (var machine in fleet.VirtualMachines.Where(Occupies))
        {
            if (machine.Host is { } host && _ever.TryGetValue(host, out var there))
            {
                there.Add(machine.Id);
                _final[machine.Id] = host;
            }
        }

        foreach (var underWay in fleet.InFlight)
        {
            TakeUnderWay(underWay.Action);
        }
    }

    /// <summary>Plays one action; the rule it breaks, or null.</summary>
    public Violation? Apply(PlannedAction action)
    {
        var broken = action.Action switch
        {
            Migration move => Arrive(action.Id, move.VirtualMachine, move.From, move.To),
            PowerOnVirtualMachine start => Arrive(action.Id, start.VirtualMachine, from: null, start.On),
            PowerOffHost off => SwitchOff(action, off.Host),
            CreateVirtualMachine create => Create(create),
            _ => null,
        };

        return broken is { } found ? new Violation(found.Rule, action.Id, found.Reason) : null;
    }

    private static bool Occupies(VirtualMachine machine) => machine.State is not (PowerState.Off or PowerState.Failed);

    // Its end is not known: the machine may be on either host, and a host that goes down may be down already.
    private void TakeUnderWay(FleetAction action)
    {
        switch (action)
        {
            case Migration move:
                _busy.Add(move.From);
                Expect(move.VirtualMachine, move.To);
                break;
            case PowerOnVirtualMachine start:
                Expect(start.VirtualMachine, start.On);
                break;
            case CreateVirtualMachine create:
                Expect(create.VirtualMachine, create.On);
                break;
            case PowerOffHost off:
                _off.Add(off.Host);
                break;
            default:
                break;
        }
    }

    private void Expect(VirtualMachineId machine, HostId on)
    {
        _moved.Add(machine);
        _busy.Add(on);
        if (_ever.TryGetValue(on, out var there))
        {
            there.Add(machine);
            _final.TryAdd(machine, on);
        }
    }

    private (string Rule, string Reason)? Arrive(ActionId action, VirtualMachineId id, HostId? from, HostId to)
    {
        if (!_machines.TryGetValue(id, out var machine) || !_hosts.TryGetValue(to, out var target))
        {
            return ("S18", $"'{id}' or '{to}' is not in the snapshot.");
        }

        var broken = CheckMachine(machine, from, to) ?? CheckTarget(machine, target) ?? CheckCompany(machine, to);
        _moved.Add(id);
        _ever[to].Add(id);
        _final[id] = to;
        if (from is { } source)
        {
            if (!_departures.TryGetValue(source, out var leaving))
            {
                _departures[source] = leaving = [];
            }

            leaving.Add(action);
        }

        return broken;
    }

    private (string Rule, string Reason)? SwitchOff(PlannedAction action, HostId id)
    {
        if (!_hosts.ContainsKey(id))
        {
            return ("S18", $"Host '{id}' is not in the snapshot.");
        }

        if (_busy.Contains(id))
        {
            return ("S21", $"Host '{id}' would be switched off while a machine is on its way from or to it.");
        }

        var staying = _ever[id].FirstOrDefault(machine => _final.TryGetValue(machine, out var host) && host == id);
        if (staying != default)
        {
            return ("S21", $"Host '{id}' would be switched off with '{staying}' on it.");
        }

        if (_departures.TryGetValue(id, out var leaving) && leaving.Exists(one => !action.DependsOn.Contains(one)))
        {
            return ("S21", $"Host '{id}' would be switched off without waiting for everything that leaves it.");
        }

        _off.Add(id);

        return CheckHostsOn();
    }
}
