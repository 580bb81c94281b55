using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>What is asked of actions on machines.</summary>
internal sealed partial class CheckedPlan
{
    private (string Rule, string Reason)? Arrive(int at, VirtualMachineId id, HostId? from, HostId to)
    {
        if (!_machines.TryGetValue(id, out var machine) || !_hosts.TryGetValue(to, out var target))
        {
            return ("S18", $"'{id}' or '{to}' is not in the snapshot.");
        }

        var broken = CheckMachine(at, machine, from, to) ?? CheckTarget(machine, target) ?? CheckCpu(machine, from, target) ??
            CheckCompany(at, machine.Id, to);
        if (broken is not null)
        {
            return broken;
        }

        var left = Presences(_of, id).FindAll(presence => presence.Departure < 0 && from is not null);
        left.ForEach(presence => presence.Departure = at);

        // A machine that resumes where it was suspended has its memory there already.
        bool isThere = Presences(_of, id).Exists(presence => presence.Departure < 0 && presence.Host == to);
        var here = Appear(id, to, isThere ? 0 : machine.Memory.Value, at);
        broken = CheckMemory(target, at) ?? CheckDevices(machine, target, at) ??
            CheckBandwidth(machine, target, at, "network", target.NetworkCapacity, one => one.NetworkReservation) ??
            CheckBandwidth(machine, target, at, "disk", target.DiskCapacity, one => one.DiskReservation) ??
            CheckSpareAfterMove(id, from, to);
        if (broken is not null)
        {
            Vanish(here);
            left.ForEach(presence => presence.Departure = -1);
            return broken;
        }

        _lastAction[id] = at;

        return null;
    }

    private (string Rule, string Reason)? CheckMachine(int at, VirtualMachine machine, HostId? from, HostId to)
    {
        if (CheckFree(at, machine.Id, from) is { } taken)
        {
            return taken;
        }

        if (from is null)
        {
            // Stopped by this plan before: its last host answered, and is believed.
            if (_lastAction.TryGetValue(machine.Id, out int last) && _actions[last].Action is PowerOffVirtualMachine)
            {
                machine = machine with { State = PowerState.Off };
            }

            return Restarting.WhyNot(machine, machine.Host is { } id ? _hosts.GetValueOrDefault(id) : null) is { } alive
                ? ("S25", alive)
                : null;
        }

        return _actions[at].Action is Migration move && machine.Mobility.WhyNot(move) is { } held
                ? ("S3", $"'{machine.Id}' cannot move: {held}.")
            : !machine.Devices.IsEmpty ? ("S3", $"'{machine.Id}' is given devices of its host and cannot move.")
            : machine.State != PowerState.On ? ("S3", $"'{machine.Id}' is {machine.State} and moves only while it runs.")
            : PlaceBefore(machine) != from ? ("S18", $"'{machine.Id}' is not on '{from}'.")
            : from == to ? ("S18", $"'{machine.Id}' is on '{to}' already.")
            : null;
    }

    // Free of anything under way, and of anything in this plan but what has certainly ended where this one begins: a
    // move to there, the stop of what is deleted or started again, or a snapshot.
    private (string Rule, string Reason)? CheckFree(int at, VirtualMachineId id, HostId? from)
    {
        if (_pinned.Contains(id))
        {
            return ("S2", $"'{id}' is pinned.");
        }

        if (_busy.Contains(id))
        {
            return ("S20", $"'{id}' has another action under way.");
        }

        bool isFree = !_lastAction.TryGetValue(id, out int last) || (_order.Before(at).Contains(last) && MayFollow(last, at, from));

        return isFree ? null : ("S20", $"'{id}' has another action in this plan.");
    }

    private bool MayFollow(int last, int at, HostId? from) => (_actions[last].Action, _actions[at].Action) switch
    {
        (Migration earlier, _) => earlier.To == from,
        (PowerOffVirtualMachine, DeleteVirtualMachine or PowerOnVirtualMachine) => true,

        // It stays where it is, and stays there: hypervisors do not move what has snapshots.
        (TakeSnapshot, not Migration) => true,
        _ => false,
    };

    private HostId? PlaceBefore(VirtualMachine machine) => _place.TryGetValue(machine.Id, out var host) ? host : null;

    private (string Rule, string Reason)? CheckTarget(VirtualMachine machine, Host target) =>
        !target.CanReceive || _off.Contains(target.Id) || _closed.Contains(target.Id)
            ? ("S4", $"Host '{target.Id}' receives nothing.")
            : machine.Cluster != target.Cluster || machine.Provider != target.Provider
                ? ("S3", $"Host '{target.Id}' belongs to another cluster or provider than '{machine.Id}'.")
                : null;

    private static (string Rule, string Reason)? CheckCpu(VirtualMachine machine, HostId? from, Host target) =>
        from is not null && machine.CpuFeatures.All.Any(feature => !target.CpuFeatures.Contains(feature))
            ? ("S3", $"The CPU of host '{target.Id}' lacks features that '{machine.Id}' uses.")
            : null;

    private (string Rule, string Reason)? CheckDevices(VirtualMachine machine, Host target, int at)
    {
        foreach (var (kind, _) in machine.Devices.All)
        {
            long used = PeakUse.Of(
                Holders(target.Id), presence => _machines.TryGetValue(presence.Machine, out var one) ? one.Devices[kind] : 0,
                _order, at);
            if (used > target.Devices[kind])
            {
                return ("devices", $"Host '{target.Id}' would give away {used} {kind} and has {target.Devices[kind]}.");
            }
        }

        return null;
    }

    // Promises in whole bytes per second; a host whose capacity is not known promises without end.
    private (string Rule, string Reason)? CheckBandwidth(
        VirtualMachine machine, Host target, int at, string what, BytesPerSecond capacity, Func<VirtualMachine, BytesPerSecond> of)
    {
        if (of(machine).Value <= 0 || capacity.Value <= 0)
        {
            return null;
        }

        long promised = PeakUse.Of(
            Holders(target.Id), presence => _machines.TryGetValue(presence.Machine, out var one) ? (long)of(one).Value : 0, _order, at);

        return promised > capacity.Value
            ? ("bandwidth", $"Host '{target.Id}' would promise {promised} bytes per second of {what} and has {capacity.Value:0}.")
            : null;
    }

    // One that is there twice over, by what is under way or as it comes back after a stop, has what it is given once. What
    // it gives back until then is nobody else's.
    private List<Presence> Holders(HostId host) =>
        [.. _on[host].OrderBy(presence => presence.Departure >= 0).DistinctBy(presence => presence.Machine)];

    private (string Rule, string Reason)? CheckMemory(Host target, int at)
    {
        long used = PeakUse.Of(_on[target.Id], presence => presence.MemoryBytes, _order, at);
        long capacity = (long)(target.MemoryCapacity.Value * _policy.MemoryOvercommit);

        return used > capacity
            ? ("memory", $"Host '{target.Id}' would hold {new MemoryBytes(used).ToText()} of memory and has {new MemoryBytes(capacity).ToText()}.")
            : null;
    }

    private (string Rule, string Reason)? CheckCompany(int at, VirtualMachineId machine, HostId to)
    {
        foreach (var rule in _rules[machine])
        {
            if (IsBroken(rule, at, machine, to))
            {
                if (rule.Kind == AffinityKind.AtMostHosts)
                {
                    return (
                        "S1",
                        $"With '{machine}' on '{to}' the machines of '{rule.Name}' could use " +
                        $"{HostsWith(rule, at, machine, to)} hosts at once; {Allowed(rule)} are allowed.");
                }

                return (rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn ? "S2" : "S1",
                    $"Rule '{rule.Name}' would be broken on '{to}'.");
            }
        }

        return null;
    }

    private bool IsBroken(AffinityRule rule, int at, VirtualMachineId machine, HostId to) => rule.Kind switch
    {
        AffinityKind.OnlyOn => !rule.Hosts.Contains(to),
        AffinityKind.NeverOn => rule.Hosts.Contains(to),
        AffinityKind.KeepApart => OthersAtThatTime(rule, at, machine).Any(other => IsOnePlace(rule, other.Host, to)),
        AffinityKind.AtMostHosts => HostsWith(rule, at, machine, to) > Allowed(rule),
        _ => OthersAtThatTime(rule, at, machine).Any(other => !IsOnePlace(rule, other.Host, to)),
    };

    // What was too many before the plan is not a move's doing.
    private int Allowed(AffinityRule rule) => Math.Max(rule.MostHosts, _hostsAtFirst[rule]);

    // Every host that the others may be on at that time. A machine runs on its source until it runs on its target, so it
    // counts once itself.
    private int HostsWith(AffinityRule rule, int at, VirtualMachineId machine, HostId to) =>
        OthersAtThatTime(rule, at, machine).Select(other => other.Host).Append(to).Distinct().Count();

    private bool IsOnePlace(AffinityRule rule, HostId one, HostId other) => one == other ||
        (rule.Scope == AffinityScope.FaultDomain && _hosts.TryGetValue(one, out var host) && host.FaultDomain.Length > 0 &&
            _hosts.TryGetValue(other, out var second) && host.FaultDomain == second.FaultDomain);

    private IEnumerable<Presence> OthersAtThatTime(AffinityRule rule, int at, VirtualMachineId machine) =>
        from id in rule.VirtualMachines
        where id != machine && _of.ContainsKey(id)
        from presence in _of[id]
        where presence.MayLastUntil(_order.Before(at))
        select presence;

    private (string Rule, string Reason)? Resize(int at, ResizeVirtualMachine resize)
    {
        if (!_machines.TryGetValue(resize.VirtualMachine, out var machine))
        {
            return ("S18", $"'{resize.VirtualMachine}' is not in the snapshot.");
        }

        if (CheckFree(at, machine.Id, from: null) is { } held)
        {
            return held;
        }

        long growth = Math.Max(0, resize.Memory.Value - machine.Memory.Value);
        if (growth > 0 && _place.TryGetValue(machine.Id, out var host))
        {
            var grown = Appear(machine.Id, host, growth, at);
            if (CheckMemory(_hosts[host], at) is { } full)
            {
                Vanish(grown);
                return full;
            }
        }

        _lastAction[machine.Id] = at;

        return null;
    }

    // A machine that stands still keeps its place: it goes on there.
    private (string Rule, string Reason)? Order(int at, VirtualMachineId id)
    {
        if (!_machines.TryGetValue(id, out var machine))
        {
            return ("S18", $"'{id}' is not in the snapshot.");
        }

        if (CheckFree(at, id, from: null) is { } held)
        {
            return held;
        }

        if (Ordered.WhyNot(_actions[at].Action, machine, machine.Host is { } on ? _hosts.GetValueOrDefault(on) : null) is { } reason)
        {
            return ("S18", reason);
        }

        _lastAction[id] = at;

        return null;
    }

    private (string Rule, string Reason)? Leave(int at, VirtualMachineId id)
    {
        if (!_machines.ContainsKey(id))
        {
            return ("S18", $"'{id}' is not in the snapshot.");
        }

        if (CheckFree(at, id, from: null) is { } held)
        {
            return held;
        }

        Presences(_of, id).ForEach(presence => presence.Departure = at);
        _lastAction[id] = at;
        _place.Remove(id);

        return null;
    }
}
