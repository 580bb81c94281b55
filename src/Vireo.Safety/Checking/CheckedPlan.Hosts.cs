using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>What is asked of actions on hosts, and of the capacity that stays.</summary>
internal sealed partial class CheckedPlan
{
    private readonly Dictionary<VirtualMachineId, HostId> _place = [];
    private bool? _isSpareSure;

    private (string Rule, string Reason)? Unknown(HostId id) =>
        _hosts.ContainsKey(id) ? null : ("S18", $"Host '{id}' is not in the snapshot.");

    private (string Rule, string Reason)? SwitchOff(int at, HostId id)
    {
        if (!_hosts.TryGetValue(id, out var host))
        {
            return Unknown(id);
        }

        if (_switched.Contains(id) || host.State != HostState.On)
        {
            return ("S20", $"Host '{id}' is {host.State} or has another action already; only a running host is switched off.");
        }

        var before = _order.Before(at);
        var staying = Presences(_on, id).Find(presence => presence.MayLastUntil(before));
        if (staying is not null)
        {
            return ("S21", $"Host '{id}' would be switched off while '{staying.Machine}' may be on it.");
        }

        _off.Add(id);
        if (CheckHostsOn() is { } missing)
        {
            _off.Remove(id);
            return missing;
        }

        _switched.Add(id);

        return null;
    }

    private (string Rule, string Reason)? SwitchOn(HostId id)
    {
        if (!_hosts.TryGetValue(id, out var host))
        {
            return Unknown(id);
        }

        return host.State == HostState.Failed || host.IsInMaintenance
            ? ("S4", $"Host '{id}' has failed or is in maintenance and is not switched on.")
            : _switched.Add(id) ? null : ("S20", $"Host '{id}' has another action already.");
    }

    private (string Rule, string Reason)? Fence(HostId id) => !_hosts.TryGetValue(id, out var host)
        ? Unknown(id)
        : host.State != HostState.Unreachable
            ? ("S26", $"Host '{id}' is {host.State}; only one that does not answer is fenced.")
            : _switched.Add(id) ? null : ("S20", $"Host '{id}' has another action already.");

    private (string Rule, string Reason)? Close(int at, HostId id)
    {
        if (!_hosts.ContainsKey(id))
        {
            return Unknown(id);
        }

        var before = _order.Before(at);
        if (Presences(_on, id).Exists(presence => presence.Arrival >= 0 &&
            _actions[presence.Arrival].Action is not ResizeVirtualMachine && !before.Contains(presence.Arrival)))
        {
            return ("S4", $"Host '{id}' would enter maintenance before everything of the plan has arrived on it.");
        }

        _closed.Add(id);

        return null;
    }

    private (string Rule, string Reason)? CheckHostsOn()
    {
        int running = _fleet.Hosts.Count(host => host.State == HostState.On && !_off.Contains(host.Id));

        return running < _policy.MinimumHostsOn
            ? ("S27", $"Only {running} hosts would be on and the policy keeps {_policy.MinimumHostsOn}.")
            : IsSpareSure() || Missing() is not { } missing ? null : ("S6", missing);
    }

    // What a lost host needs may be used up by leaving a host that is lost, or as good as; and what was missing before
    // is not this move's doing.
    private (string Rule, string Reason)? CheckSpareAfterMove(VirtualMachineId machine, HostId? from, HostId to)
    {
        bool isExempt = from is not { } source || _mustBeLeft.Contains(source) || IsSpareSure() || Missing() is not null;
        bool wasPlaced = _place.TryGetValue(machine, out var place);
        _place[machine] = to;
        if (isExempt || Missing() is not { } missing)
        {
            return null;
        }

        if (wasPlaced)
        {
            _place[machine] = place;
        }

        return ("S6", missing);
    }

    private string? Missing() => SpareCheck.Missing(_fleet, Running(_off), Placed(), _policy);

    private List<Host> Running(HashSet<HostId> off) =>
        [.. _fleet.Hosts.Where(host => host.State == HostState.On && !off.Contains(host.Id))];

    private ILookup<HostId, VirtualMachine> Placed() => _place.Where(pair => _machines.ContainsKey(pair.Key))
        .ToLookup(pair => pair.Value, pair => _machines[pair.Key]);

    // Enough for any part of the plan: every machine counts wherever it is at some moment, and no host that goes is a
    // refuge.
    private bool IsSpareSure()
    {
        if (_isSpareSure is { } known)
        {
            return known;
        }

        HashSet<HostId> going = [.. _actions.Select(action => action.Action).OfType<PowerOffHost>().Select(one => one.Host)];
        var coming = _actions.Select(action => action.Action switch
        {
            Migration move => (Machine: move.VirtualMachine, Host: move.To),
            PowerOnVirtualMachine start => (Machine: start.VirtualMachine, Host: start.On),
            _ => default,
        }).Where(pair => _machines.ContainsKey(pair.Machine));
        var ever = _place.Select(pair => (Machine: pair.Key, Host: pair.Value)).Concat(coming).Distinct()
            .Where(pair => _machines.ContainsKey(pair.Machine))
            .ToLookup(pair => pair.Host, pair => _machines[pair.Machine]);
        bool isSure = SpareCheck.IsSure(_fleet, Running(_off), going, ever, _policy);
        _isSpareSure = isSure;

        return isSure;
    }
}
