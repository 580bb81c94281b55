using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>Finds hosts for replicas that do not exist yet: the fewest of the same group first, then the most free
/// memory.</summary>
internal sealed class RoomForReplicas
{
    private readonly FleetSnapshot _fleet;
    private readonly Dictionary<HostId, long> _free = [];
    private readonly HashSet<(VirtualMachineId Machine, HostId Host)> _held = [];
    private readonly Dictionary<(HostId Host, VmGroupId Group), int> _replicas = [];

    /// <summary>Counts what is there and what is under way.</summary>
    public RoomForReplicas(FleetSnapshot fleet, Policy policy)
    {
        _fleet = fleet;
        foreach (var host in fleet.Hosts.Where(host => host.CanReceive && !IsGoingDown(host.Id)))
        {
            _free[host.Id] = (long)(host.MemoryCapacity.Value * policy.MemoryOvercommit);
        }

        var known = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        foreach (var machine in fleet.VirtualMachines)
        {
            if (machine is { State: not (PowerState.Off or PowerState.Failed), Host: { } host })
            {
                Hold(machine, host, machine.Group);
            }
        }

        foreach (var action in fleet.InFlight.Select(action => action.Action))
        {
            CountUnderWay(action, known, policy);
        }
    }

    /// <summary>The instant of the picture.</summary>
    public DateTimeOffset At => _fleet.TakenAt;

    /// <summary>Takes room for one replica; null when no host has any.</summary>
    public HostId? Take(VmTemplate template, VmGroupId group)
    {
        HostId? best = null;
        foreach (var host in _free.Keys.Order())
        {
            if (_free[host] >= template.Memory.Value &&
                (best is not { } known || IsBetter(host, known, group)))
            {
                best = host;
            }
        }

        if (best is { } chosen)
        {
            Count(chosen, group, template.Memory.Value);
        }

        return best;
    }

    /// <summary>The nearest miss, in one phrase.</summary>
    public string WhyNot(VmTemplate template) => _free.Count == 0
        ? "no host is on and open."
        : $"the emptiest is {template.Memory.Value - _free.Values.Max()} bytes of memory short.";

    private bool IsBetter(HostId host, HostId than, VmGroupId group)
    {
        int here = _replicas.GetValueOrDefault((host, group));
        int there = _replicas.GetValueOrDefault((than, group));

        return here != there ? here < there : _free[host] > _free[than];
    }

    private void CountUnderWay(FleetAction action, Dictionary<VirtualMachineId, VirtualMachine> known, Policy policy)
    {
        switch (action)
        {
            case Migration move when known.TryGetValue(move.VirtualMachine, out var moving):
                Hold(moving, move.From, group: null);
                Hold(moving, move.To, group: null);
                break;
            case PowerOnVirtualMachine start when known.TryGetValue(start.VirtualMachine, out var starting):
                Hold(starting, start.On, group: null);
                break;
            case ResizeVirtualMachine resize when known.TryGetValue(resize.VirtualMachine, out var machine) && machine.Host is { } host:
                Count(host, null, Math.Max(0, resize.Memory.Value - machine.Memory.Value));
                break;
            case CreateVirtualMachine create when !known.ContainsKey(create.VirtualMachine):
                var template = create.Specification ?? policy.TemplateOf(create.Template);
                Count(create.On, create.Group, template?.Memory.Value ?? 0);
                break;
            default:
                break;
        }
    }

    // Once on each host where it may be.
    private void Hold(VirtualMachine machine, HostId host, VmGroupId? group)
    {
        if (_held.Add((machine.Id, host)))
        {
            Count(host, group, machine.Memory.Value);
        }
    }

    private void Count(HostId host, VmGroupId? group, long bytes)
    {
        if (_free.TryGetValue(host, out long free))
        {
            _free[host] = free - bytes;
        }

        if (group is { } of)
        {
            _replicas[(host, of)] = _replicas.GetValueOrDefault((host, of)) + 1;
        }
    }

    private bool IsGoingDown(HostId host) => _fleet.InFlight.Any(action => action.Action is PowerOffHost off && off.Host == host);
}
