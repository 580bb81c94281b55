using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>What must hold when an action begins, and in every state after it.</summary>
internal sealed class OracleRules(FuzzCase given)
{
    private readonly FleetSnapshot _fleet = given.Fleet;
    private readonly Policy _policy = given.Policy;

    /// <summary>What is wrong with beginning an action in a state.</summary>
    public string? HarmOfStarting(int i, OraclePlaces places, byte[] status) => given.Actions[i].Action switch
    {
        Migration move => Machine(move.VirtualMachine, i, status) ?? Move(move, places) ?? Receives(move.To, i, status) ??
            Belongs(move.VirtualMachine, move.To) ?? HostRules(move.VirtualMachine, move.To),
        PowerOnVirtualMachine start => Machine(start.VirtualMachine, i, status) ?? Dead(start.VirtualMachine) ??
            Receives(start.On, i, status) ?? Belongs(start.VirtualMachine, start.On) ?? HostRules(start.VirtualMachine, start.On),
        CreateVirtualMachine create => Fresh(create.VirtualMachine, i, places, status) ?? Receives(create.On, i, status) ??
            HostRules(create.VirtualMachine, create.On),
        ResizeVirtualMachine resize => Machine(resize.VirtualMachine, i, status),
        PowerOffVirtualMachine stop => Machine(stop.VirtualMachine, i, status),
        DeleteVirtualMachine delete => Machine(delete.VirtualMachine, i, status),
        PowerOffHost off => Switch(off.Host, i, status, mustBeOn: true),
        PowerOnHost on => Switch(on.Host, i, status, mustBeOn: false),
        EnterMaintenance enter => Find(enter.Host) is null ? "unknown host" : Arriving(enter.Host, status),
        ExitMaintenance exit => Find(exit.Host) is null ? "unknown host" : null,
        _ => "unknown action",
    };

    /// <summary>What is wrong in a state.</summary>
    public string? HarmIn(OraclePlaces places, byte[] status) =>
        Overfull(places, status) ?? OnDeadHost(places, status) ?? Company(places, status) ?? Licences(status) ??
        Devices(places, status);

    private string? Machine(VirtualMachineId id, int i, byte[] status)
    {
        if (!_fleet.VirtualMachines.Any(machine => machine.Id == id))
        {
            return $"{id} is unknown";
        }

        if (_policy.Pinned.Contains(id) || _fleet.InFlight.Any(one => one.Action.Target == EntityId.Of(id)))
        {
            return $"{id} is pinned or busy";
        }

        for (int other = 0; other < status.Length; other++)
        {
            bool mayFollow = status[other] == 2 && MayFollow(given.Actions[other].Action, given.Actions[i].Action);
            if (other != i && status[other] > 0 && !mayFollow && given.Actions[other].Action.Target == EntityId.Of(id))
            {
                return $"{id} has two actions";
            }
        }

        return null;
    }

    // A step of a way through a third host, or what is deleted once it has stopped.
    private static bool MayFollow(FleetAction ended, FleetAction next) =>
        (ended, next) is (Migration, Migration) or (PowerOffVirtualMachine, DeleteVirtualMachine);

    private string? Move(Migration move, OraclePlaces places)
    {
        var machine = _fleet.VirtualMachines.First(one => one.Id == move.VirtualMachine);

        return machine.State != PowerState.On || !machine.Mobility.CanMigrate || !machine.Devices.IsEmpty ? "cannot move"
            : Find(move.To) is { } target && !machine.CpuFeatures.All.All(target.CpuFeatures.Contains) ? "lacks CPU features"
            : !places.Of(move.VirtualMachine).SetEquals([move.From]) ? $"{move.VirtualMachine} is not on {move.From}"
            : move.From == move.To ? "is there already" : null;
    }

    private string? Dead(VirtualMachineId id)
    {
        var machine = _fleet.VirtualMachines.First(one => one.Id == id);
        if (machine.State is PowerState.On or PowerState.Creating)
        {
            return "runs already";
        }

        return machine.Host is { } host && Find(host)?.State is not (HostState.On or HostState.Off or HostState.Failed)
            ? "may be alive" : null;
    }

    private string? Fresh(VirtualMachineId id, int i, OraclePlaces places, byte[] status)
    {
        bool isTwice = given.Actions.Where((action, other) => other != i && status[other] > 0 &&
            action.Action is CreateVirtualMachine create && create.VirtualMachine == id).Any();

        return isTwice || places.Of(id).Count > 0 || _fleet.VirtualMachines.Any(machine => machine.Id == id) ? "exists" : null;
    }

    private string? Receives(HostId id, int i, byte[] status)
    {
        if (Find(id) is not { } host)
        {
            return "unknown host";
        }

        bool isClosed = Underway(status).Any(action => action is PowerOffHost off && off.Host == id) ||
            given.Actions.Where((_, other) => other != i && status[other] > 0)
                .Any(action => action.Action is EnterMaintenance enter && enter.Host == id);

        return isClosed || host.State != HostState.On || host.IsInMaintenance || host.Cores <= 0 ? $"{id} is closed" : null;
    }

    private string? Belongs(VirtualMachineId id, HostId to)
    {
        var machine = _fleet.VirtualMachines.First(one => one.Id == id);
        var host = Find(to)!;

        return machine.Cluster != host.Cluster || machine.Provider != host.Provider ? "another cluster" : null;
    }

    private string? HostRules(VirtualMachineId id, HostId to) => _policy.Rules.Any(rule => rule.VirtualMachines.Contains(id) &&
        ((rule.Kind == AffinityKind.OnlyOn && !rule.Hosts.Contains(to)) ||
            (rule.Kind == AffinityKind.NeverOn && rule.Hosts.Contains(to)))) ? $"{id} must not be on {to}" : null;

    private string? Switch(HostId id, int i, byte[] status, bool mustBeOn)
    {
        if (Find(id) is not { } host)
        {
            return "unknown host";
        }

        bool isTwice = _fleet.InFlight.Any(one => one.Action is PowerOffHost off && off.Host == id) ||
            given.Actions.Where((_, other) => other != i && status[other] > 0)
                .Any(action => action.Action is PowerOffHost or PowerOnHost && action.Action.Target == EntityId.Of(id));
        bool isWrong = mustBeOn ? host.State != HostState.On : host.State == HostState.Failed || host.IsInMaintenance;

        return isTwice || isWrong ? $"{id} cannot be switched" : null;
    }

    private string? Arriving(HostId id, byte[] status) => given.Actions.Where((_, other) => status[other] == 1)
        .Any(action => TargetOf(action.Action) == id) ? "still arriving" : null;

    private string? Overfull(OraclePlaces places, byte[] status)
    {
        foreach (var host in _fleet.Hosts)
        {
            bool isTouched = given.Actions.Where((_, i) => status[i] is 1 or 2).Any(action => action.Action switch
            {
                Migration or PowerOnVirtualMachine or CreateVirtualMachine => TargetOf(action.Action) == host.Id &&
                    places.Of(new(action.Action.Target.Value)).Contains(host.Id),
                ResizeVirtualMachine resize => places.Of(resize.VirtualMachine).Contains(host.Id) &&
                    resize.Memory.Value > _fleet.VirtualMachines.First(one => one.Id == resize.VirtualMachine).Memory.Value,
                _ => false,
            });
            long used = places.Machines.Where(id => places.Of(id).Contains(host.Id))
                .Sum(id => places.Memory.GetValueOrDefault(id));
            if (isTouched && used > (long)(host.MemoryCapacity.Value * _policy.MemoryOvercommit))
            {
                return $"{host.Id} is overfull";
            }
        }

        return null;
    }

    private string? OnDeadHost(OraclePlaces places, byte[] status)
    {
        var off = given.Actions.Where((action, i) => status[i] is 1 or 2 && action.Action is PowerOffHost)
            .Select(action => ((PowerOffHost)action.Action).Host).ToHashSet();
        if (off.Count == 0)
        {
            return null;
        }

        int on = _fleet.Hosts.Count(host => host.State == HostState.On && !off.Contains(host.Id) &&
            !_fleet.InFlight.Any(one => one.Action is PowerOffHost going && going.Host == host.Id));

        return on < _policy.MinimumHostsOn ? "too few hosts on"
            : places.Machines.Any(id => places.Of(id).Overlaps(off)) ? "a machine on a host that is off" : null;
    }

    private string? Company(OraclePlaces places, byte[] status)
    {
        for (int i = 0; i < status.Length; i++)
        {
            if (status[i] is 1 or 2 && TargetOf(given.Actions[i].Action) is { } to &&
                new VirtualMachineId(given.Actions[i].Action.Target.Value) is var id && places.Of(id).Contains(to))
            {
                foreach (var rule in _policy.Rules.Where(rule => rule.VirtualMachines.Contains(id)))
                {
                    var others = rule.VirtualMachines.Where(other => other != id).Select(places.Of).Where(of => of.Count > 0);
                    if ((rule.Kind == AffinityKind.KeepApart && others.Any(of => of.Any(host => IsOnePlace(rule, host, to)))) ||
                        (rule.Kind == AffinityKind.KeepTogether && others.Any(of => !of.All(host => IsOnePlace(rule, host, to)))))
                    {
                        return $"{rule.Name} is broken by {id} on {to}";
                    }
                }
            }
        }

        return null;
    }

    private bool IsOnePlace(AffinityRule rule, HostId one, HostId other) =>
        rule.Scope == AffinityScope.Host ? one == other : DomainOf(one) == DomainOf(other);

    private string DomainOf(HostId id) => Find(id) is { FaultDomain.Length: > 0 } host ? host.FaultDomain : $"alone {id}";

    // A machine runs where it was until its move has succeeded; what was too many before the plan is not its doing.
    private string? Licences(byte[] status)
    {
        byte[] settled = [.. status.Select((one, i) => one == 1 && given.Actions[i].Action is Migration ? (byte)0 : one)];

        return _policy.Rules.FirstOrDefault(rule => rule.Kind == AffinityKind.AtMostHosts &&
            Hosts(rule, settled) > Math.Max(rule.MostHosts, Hosts(rule, new byte[status.Length])))?.Name;
    }

    private string? Devices(OraclePlaces places, byte[] status)
    {
        for (int i = 0; i < status.Length; i++)
        {
            if (status[i] is 1 or 2 && TargetOf(given.Actions[i].Action) is { } to &&
                new VirtualMachineId(given.Actions[i].Action.Target.Value) is var id && places.Of(id).Contains(to) &&
                IsShort(id, places, Find(to)!))
            {
                return $"{id} has not what it is given on {to}";
            }
        }

        return null;
    }

    private bool IsShort(VirtualMachineId id, OraclePlaces places, Host host)
    {
        double Sum(Func<VirtualMachine, double> of) => places.Machines.Where(other => places.Of(other).Contains(host.Id))
            .Sum(other => _fleet.VirtualMachines.FirstOrDefault(one => one.Id == other) is { } machine ? of(machine) : 0);

        var given = _fleet.VirtualMachines.FirstOrDefault(one => one.Id == id);

        return given is not null && ((given.Devices["gpu"] > 0 && Sum(one => one.Devices["gpu"]) > host.Devices["gpu"]) ||
            (given.NetworkReservation.Value > 0 && host.NetworkCapacity.Value > 0 &&
                Sum(one => one.NetworkReservation.Value) > host.NetworkCapacity.Value) ||
            (given.DiskReservation.Value > 0 && host.DiskCapacity.Value > 0 &&
                Sum(one => one.DiskReservation.Value) > host.DiskCapacity.Value));
    }

    private int Hosts(AffinityRule rule, byte[] status)
    {
        var places = OraclePlaces.At(given, status);

        return rule.VirtualMachines.SelectMany(places.Of).Distinct().Count();
    }

    private IEnumerable<FleetAction> Underway(byte[] status) => _fleet.InFlight.Select(one => one.Action)
        .Concat(given.Actions.Where((_, i) => status[i] is 1 or 2).Select(action => action.Action));

    private static HostId? TargetOf(FleetAction action) => action switch
    {
        Migration move => move.To,
        PowerOnVirtualMachine start => start.On,
        CreateVirtualMachine create => create.On,
        _ => null,
    };

    private Host? Find(HostId id) => _fleet.Hosts.FirstOrDefault(host => host.Id == id);
}
