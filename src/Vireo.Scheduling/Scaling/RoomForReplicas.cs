using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>Finds hosts for replicas that do not exist yet: the fewest of the same group first, then the most free
/// memory.</summary>
internal sealed class RoomForReplicas
{
    private readonly FleetSnapshot _fleet;
    private readonly Dictionary<HostId, long> _free = [];
    private readonly Dictionary<(HostId Host, VmGroupId Group), int> _replicas = [];

    /// <summary>Counts what is there and what is under way.</summary>
    public RoomForReplicas(FleetSnapshot fleet, Policy policy)
    {
        _fleet = fleet;
        foreach (var host in fleet.Hosts.Where(host => host.CanReceive && !IsGoingDown(host.Id)))
        {
            _free[host.Id] = (long)(host.MemoryCapacity.Value * policy.MemoryOvercommit);
        }

        var memory = fleet.VirtualMachines.ToDictionary(machine => machine.Id, machine => machine.Memory.Value);
        foreach (var machine in fleet.VirtualMachines)
        {
            if (machine is { State: not (PowerState.Off or PowerState.Failed), Host: { } host })
            {
                Count(host, machine.Group, machine.Memory.Value);
            }
        }

        foreach (var action in fleet.InFlight.Select(action => action.Action))
        {
            if (action is Migration move && memory.TryGetValue(move.VirtualMachine, out long moving))
            {
                Count(move.To, null, moving);
            }
            else if (action is PowerOnVirtualMachine start && memory.TryGetValue(start.VirtualMachine, out long starting))
            {
                Count(start.On, null, starting);
            }
            else if (action is CreateVirtualMachine create && !memory.ContainsKey(create.VirtualMachine))
            {
                var template = create.Specification ?? policy.TemplateOf(create.Template);
                Count(create.On, create.Group, template?.Memory.Value ?? 0);
            }
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
