using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>The rules that are asked of each step.</summary>
internal sealed partial class CheckedState
{
    private (string Rule, string Reason)? CheckMachine(VirtualMachine machine, HostId? from, HostId to)
    {
        if (_pinned.Contains(machine.Id))
        {
            return ("S2", $"'{machine.Id}' is pinned.");
        }

        if (_moved.Contains(machine.Id))
        {
            return ("S20", $"'{machine.Id}' has another action under way or in this plan.");
        }

        return from is null ? CheckDead(machine)
            : !machine.Mobility.CanMigrate ? ("S3", $"'{machine.Id}' cannot move: {machine.Mobility.Reason}.")
            : machine.Host != from ? ("S18", $"'{machine.Id}' is not on '{from}'.")
            : from == to ? ("S18", $"'{machine.Id}' is on '{to}' already.")
            : null;
    }

    private (string Rule, string Reason)? CheckDead(VirtualMachine machine) =>
        Restarting.WhyNot(machine, machine.Host is { } id ? _hosts.GetValueOrDefault(id) : null) is { } alive
            ? ("S25", alive)
            : null;

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
            if (rule.VirtualMachines.Contains(machine.Id) && IsBroken(rule, machine.Id, to))
            {
                return (rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn ? "S2" : "S1",
                    $"Rule '{rule.Name}' would be broken on '{to}'.");
            }
        }

        return null;
    }

    private bool IsBroken(AffinityRule rule, VirtualMachineId machine, HostId to) => rule.Kind switch
    {
        AffinityKind.OnlyOn => !rule.Hosts.Contains(to),
        AffinityKind.NeverOn => rule.Hosts.Contains(to),
        AffinityKind.KeepApart => rule.VirtualMachines.Any(id => id != machine && _ever[to].Contains(id)),
        _ => rule.VirtualMachines.Any(id => id != machine && _final.TryGetValue(id, out var other) && other != to),
    };

    private (string Rule, string Reason)? CheckHostsOn()
    {
        var running = _fleet.Hosts.Where(host => host.State == HostState.On && !_off.Contains(host.Id)).ToList();
        if (running.Count < _policy.MinimumHostsOn)
        {
            return ("S27", $"Only {running.Count} hosts would be on and the policy keeps {_policy.MinimumHostsOn}.");
        }

        var on = _final.Where(pair => _machines.ContainsKey(pair.Key))
            .ToLookup(pair => pair.Value, pair => _machines[pair.Key]);

        return SpareCheck.Missing(_fleet, running, on, _policy) is { } missing ? ("S6", missing) : null;
    }
}
