using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>The fleet while a plan is played through: who is, was or will be on each host.</summary>
internal sealed class CheckedState
{
    private readonly FleetSnapshot _fleet;
    private readonly Policy _policy;
    private readonly Dictionary<HostId, Host> _hosts;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly Dictionary<HostId, HashSet<VirtualMachineId>> _ever = [];
    private readonly Dictionary<VirtualMachineId, HostId> _final = [];
    private readonly Dictionary<HostId, List<ActionId>> _departures = [];
    private readonly HashSet<HostId> _off = [];
    private readonly HashSet<VirtualMachineId> _pinned;
    private readonly bool _hasSeveralDomains;

    /// <summary>Starts from the snapshot; machines under way count on both hosts.</summary>
    public CheckedState(FleetSnapshot fleet, Policy policy)
    {
        _fleet = fleet;
        _policy = policy;
        _hosts = fleet.Hosts.ToDictionary(host => host.Id);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        _pinned = [.. policy.Pinned];
        _hasSeveralDomains = fleet.Hosts.Select(host => host.FaultDomain).Distinct().Skip(1).Any();
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

        foreach (var moving in fleet.InFlight.Select(action => action.Action).OfType<Migration>())
        {
            if (_ever.TryGetValue(moving.To, out var there))
            {
                there.Add(moving.VirtualMachine);
            }
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
            _ => null,
        };

        return broken is { } found ? new Violation(found.Rule, action.Id, found.Reason) : null;
    }

    private static bool Occupies(VirtualMachine machine) => machine.State is not (PowerState.Off or PowerState.Failed);

    private (string Rule, string Reason)? Arrive(ActionId action, VirtualMachineId id, HostId? from, HostId to)
    {
        if (!_machines.TryGetValue(id, out var machine) || !_hosts.TryGetValue(to, out var target))
        {
            return ("S18", $"'{id}' or '{to}' is not in the snapshot.");
        }

        var broken = CheckMachine(machine, from) ?? CheckTarget(machine, target) ?? CheckCompany(machine, to);
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

    private (string Rule, string Reason)? CheckMachine(VirtualMachine machine, HostId? from)
    {
        if (_pinned.Contains(machine.Id))
        {
            return ("S2", $"'{machine.Id}' is pinned.");
        }

        return from is null ? null
            : !machine.Mobility.CanMigrate ? ("S3", $"'{machine.Id}' cannot move: {machine.Mobility.Reason}.")
            : machine.Host != from ? ("S18", $"'{machine.Id}' is not on '{from}'.")
            : null;
    }

    private (string Rule, string Reason)? CheckTarget(VirtualMachine machine, Host target)
    {
        if (!target.CanReceive || _off.Contains(target.Id))
        {
            return ("S4", $"Host '{target.Id}' receives nothing.");
        }

        long used = _ever[target.Id].Where(id => id != machine.Id && _machines.ContainsKey(id))
            .Sum(id => _machines[id].Memory.Value);
        long capacity = (long)(target.MemoryCapacity.Value * _policy.MemoryOvercommit);

        return used + machine.Memory.Value > capacity
            ? ("memory", $"Host '{target.Id}' would hold {used + machine.Memory.Value} bytes of memory and has {capacity}.")
            : null;
    }

    private (string Rule, string Reason)? CheckCompany(VirtualMachine machine, HostId to)
    {
        foreach (var rule in _policy.Rules)
        {
            if (!rule.VirtualMachines.Contains(machine.Id))
            {
                continue;
            }

            bool isBroken = rule.Kind switch
            {
                AffinityKind.OnlyOn => !rule.Hosts.Contains(to),
                AffinityKind.NeverOn => rule.Hosts.Contains(to),
                AffinityKind.KeepApart => rule.VirtualMachines.Any(id => id != machine.Id && _ever[to].Contains(id)),
                _ => rule.VirtualMachines.Any(id => id != machine.Id && _final.TryGetValue(id, out var other) && other != to),
            };
            if (isBroken)
            {
                return (rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn ? "S2" : "S1",
                    $"Rule '{rule.Name}' would be broken on '{to}'.");
            }
        }

        return null;
    }

    private (string Rule, string Reason)? SwitchOff(PlannedAction action, HostId id)
    {
        if (!_hosts.ContainsKey(id))
        {
            return ("S18", $"Host '{id}' is not in the snapshot.");
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
        int on = _fleet.Hosts.Count(host => host.State == HostState.On && !_off.Contains(host.Id));

        return on < _policy.MinimumHostsOn
            ? ("S27", $"Only {on} hosts would be on and the policy keeps {_policy.MinimumHostsOn}.")
            : CheckSpare();
    }

    // First fit, largest first, of every fault domain's machines into what the others have free.
    private (string Rule, string Reason)? CheckSpare()
    {
        if (_policy.SpareFaultDomains <= 0)
        {
            return null;
        }

        var running = _fleet.Hosts.Where(host => host.CanReceive && !_off.Contains(host.Id)).ToList();
        var free = running.ToDictionary(
            host => host.Id, host => (long)(host.MemoryCapacity.Value * _policy.MemoryOvercommit));
        foreach (var (machine, host) in _final)
        {
            if (free.ContainsKey(host))
            {
                free[host] -= _machines[machine].Memory.Value;
            }
        }

        foreach (var domain in running.GroupBy(DomainOf))
        {
            if (FirstUnplaced([.. domain.Select(host => host.Id)], free) is { } unplaced)
            {
                return ("S6", $"If fault domain '{domain.Key}' were lost, '{unplaced}' could not be restarted.");
            }
        }

        return null;
    }

    private VirtualMachineId? FirstUnplaced(HashSet<HostId> lost, Dictionary<HostId, long> free)
    {
        long[] left = free.Where(pair => !lost.Contains(pair.Key)).Select(pair => pair.Value).OrderDescending().ToArray();
        var homeless = _final.Where(pair => lost.Contains(pair.Value)).Select(pair => _machines[pair.Key])
            .OrderByDescending(machine => machine.Memory.Value).ThenBy(machine => machine.Id);
        foreach (var machine in homeless)
        {
            int at = Array.FindIndex(left, room => room >= machine.Memory.Value);
            if (at < 0)
            {
                return machine.Id;
            }

            left[at] -= machine.Memory.Value;
        }

        return null;
    }

    // Where all hosts share one domain, nothing could ever absorb its loss: then each host counts by itself.
    private string DomainOf(Host host) =>
        host.FaultDomain.Length > 0 && _hasSeveralDomains ? host.FaultDomain : host.Id.Value;
}
