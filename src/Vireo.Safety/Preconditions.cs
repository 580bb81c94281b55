using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Scheduling.Pools;

namespace Vireo.Safety;

/// <summary>What has to be true at the moment an action starts; asked on a fresh picture immediately before
/// (S18).</summary>
public static class Preconditions
{
    /// <summary>Checks one action.</summary>
    /// <returns>Why it must not start, in one sentence; null when it may.</returns>
    public static string? Check(PlannedAction action, FleetSnapshot fleet, Policy policy) => action.Action switch
    {
        Migration move => CheckMigration(move, fleet, policy),
        PowerOnVirtualMachine start => CheckStart(start, fleet, policy),
        PowerOffHost off => CheckPowerOff(off, fleet, policy),
        PowerOnHost on => CheckPowerOn(on, fleet),
        FenceHost fence => CheckFence(fence, fleet, policy),
        PowerOffVirtualMachine stop => Find(fleet, stop.VirtualMachine) is not { } guest
            ? Missing(stop.Target)
            : GroupBounds.WhyNotStop(guest, fleet, policy),
        ResizeVirtualMachine resize => CheckResize(resize, fleet, policy),
        DeleteVirtualMachine delete => CheckDelete(delete, fleet, policy),
        SuspendVirtualMachine or ResumeVirtualMachine or ResetVirtualMachine or TakeSnapshot or RevertToSnapshot or DeleteSnapshot =>
            CheckOrdered(action.Action, fleet, policy),
        CreateVirtualMachine create => CheckCreate(create, fleet, policy),
        ConfigureVirtualMachine configure => CheckRuns(configure.VirtualMachine, fleet),
        CheckVirtualMachine check => CheckRuns(check.VirtualMachine, fleet),
        JoinBackendPool join => CheckJoin(join, fleet),
        LeaveBackendPool { AtOnce: false } leave => Find(fleet, leave.VirtualMachine) is { } guest
            ? GroupBounds.WhyNotStop(guest, fleet, policy)
            : null,
        LeaveBackendPool leave => Find(fleet, leave.VirtualMachine) is { IsServing: true }
            ? $"'{leave.VirtualMachine}' serves again."
            : null,
        EnterMaintenance enter => CheckEnter(enter, fleet),
        SetPoolTerms set => CheckPool(set.Setting, fleet),
        ChangeNetwork change => NetworkReview.WhyNot(change, fleet.Network, policy),
        ExitMaintenance exit => Find(fleet, exit.Host) is null ? Missing(exit.Target)
            : policy.Maintenance.Contains(exit.Host) ? $"People still work on host '{exit.Host}', as policy says."
            : null,
        _ => $"'{action.Action.GetType().Name}' is not known to the guard rails.",
    };

    private static string? CheckOrdered(FleetAction action, FleetSnapshot fleet, Policy policy) =>
        Find(fleet, new VirtualMachineId(action.Target.Value)) is not { } guest ? Missing(action.Target)
        : policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
        : Ordered.WhyNot(action, guest, guest.Host is { } host ? Find(fleet, host) : null) ??
            (action is SuspendVirtualMachine ? GroupBounds.WhyNotStop(guest, fleet, policy) : null);

    private static string? CheckCreate(CreateVirtualMachine create, FleetSnapshot fleet, Policy policy) =>
        Find(fleet, create.VirtualMachine) is not null
            ? $"'{create.VirtualMachine}' exists already."
            : CheckReceives(create.On, fleet) ??
              CheckMemory(create.VirtualMachine, NewMachine.MemoryOf(create, policy), create.On, fleet, policy) ??
              GroupBounds.WhyNotCreate(create, group => GroupBounds.ObjectsOf(group, fleet), policy);

    private static string? CheckResize(ResizeVirtualMachine resize, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, resize.VirtualMachine) is not { } guest)
        {
            return Missing(resize.Target);
        }

        if (resize.From is { } from && (from.Cores != guest.Cores || from.Memory != guest.Memory))
        {
            return $"'{guest.Id}' has {guest.Cores} cores and {guest.Memory.ToText()}, not {from.Cores} and " +
                $"{from.Memory.ToText()} as planned.";
        }

        return policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
            : guest.State == PowerState.On && !resize.Restarts && !guest.CanResizeLive(resize.Cores, resize.Memory)
                ? $"'{guest.Id}' cannot change to that size while it runs."
            : guest.Host is { } host && Occupies(guest)
                ? CheckMemory(guest.Id, resize.Memory.Value, host, fleet, policy)
            : null;
    }

    private static string? CheckJoin(JoinBackendPool join, FleetSnapshot fleet) => Find(fleet, join.VirtualMachine) switch
    {
        null => Missing(EntityId.Of(join.VirtualMachine)),
        { IsServing: false } guest => $"'{guest.Id}' is {guest.State} and its guest {guest.Guest}; only one that serves joins.",
        _ => null,
    };

    private static string? CheckRuns(VirtualMachineId id, FleetSnapshot fleet) => Find(fleet, id) switch
    {
        null => Missing(EntityId.Of(id)),
        { State: not PowerState.On } guest => $"'{id}' is {guest.State}; only a guest that runs is configured and checked.",
        _ => null,
    };

    // A hypervisor that promises what it does not have breaks the promise to somebody.
    private static string? CheckPool(PoolSetting setting, FleetSnapshot fleet)
    {
        if (setting.VirtualMachines.FirstOrDefault(machine => Find(fleet, machine) is null) is { Value: not null } missing)
        {
            return Missing(EntityId.Of(missing));
        }

        if (setting.Parent is not null)
        {
            return null;
        }

        return Enum.GetValues<PoolResource>().Select(resource => CheckPool(setting, resource, fleet))
            .FirstOrDefault(reason => reason is not null);
    }

    private static string? CheckPool(PoolSetting setting, PoolResource resource, FleetSnapshot fleet)
    {
        double capacity = PoolDivision.CapacityOf(fleet, resource);
        double before = 0;
        double others = 0;
        foreach (var pool in fleet.Pools.Where(pool => pool.Parent is null))
        {
            bool isThis = pool.Pool == setting.Pool && pool.Provider == setting.Provider;
            before += isThis ? pool.Terms.Of(resource).Reservation : 0;
            others += isThis ? 0 : pool.Terms.Of(resource).Reservation;
        }

        // Promising less is always allowed: after a host is lost it is the way back.
        double wanted = setting.Terms.Of(resource).Reservation;
        double missing = others + wanted - capacity;

        return wanted > before && missing > capacity * 1e-9
            ? $"With pool '{setting.Pool}' {PoolAdmission.Amount(missing, resource)} more than the cluster has would be reserved."
            : null;
    }

    // What cannot be undone is done to nothing that runs, and never takes a group below its minimum.
    private static string? CheckDelete(DeleteVirtualMachine delete, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, delete.VirtualMachine) is not { } guest)
        {
            return Missing(delete.Target);
        }

        return guest.State is PowerState.On or PowerState.Suspended
            ? $"'{guest.Id}' is {guest.State}; it has to be stopped before it is deleted."
            : policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
            : null;
    }

    private static string? CheckMigration(Migration move, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, move.VirtualMachine) is not { } guest)
        {
            return Missing(move.Target);
        }

        return guest.Host != move.From
            ? $"'{guest.Id}' is on '{guest.Host}', not on '{move.From}' as planned."
            : guest.State != PowerState.On ? $"'{guest.Id}' is {guest.State} and moves only while it runs."
            : !guest.Mobility.CanMigrate ? $"'{guest.Id}' cannot move: {guest.Mobility.Reason}."
            : !guest.Devices.IsEmpty ? $"'{guest.Id}' is given devices of its host ({guest.Devices}) and cannot move."
            : policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
            : CheckReceives(move.To, fleet) ?? CheckCpu(guest, move.To, fleet) ?? CheckRules(guest, move.To, fleet, policy) ??
              CheckBandwidth(guest, move.To, fleet) ??
              CheckMemory(guest.Id, guest.Memory.Value, move.To, fleet, policy);
    }

    private static string? CheckStart(PowerOnVirtualMachine start, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, start.VirtualMachine) is not { } guest)
        {
            return Missing(start.Target);
        }

        var lastHost = guest.Host is { } old ? Find(fleet, old) : null;
        if (Restarting.WhyNot(guest, lastHost) is { } alive)
        {
            return alive;
        }

        return CheckReceives(start.On, fleet) ?? CheckRules(guest, start.On, fleet, policy) ?? CheckDevices(guest, start.On, fleet) ??
            CheckBandwidth(guest, start.On, fleet) ??
            CheckMemory(guest.Id, guest.Memory.Value, start.On, fleet, policy);
    }

    private static string? CheckCpu(VirtualMachine guest, HostId to, FleetSnapshot fleet)
    {
        string[] missing = [.. guest.CpuFeatures.All.Where(feature => !Find(fleet, to)!.CpuFeatures.Contains(feature))];

        return missing.Length > 0 ? $"The CPU of host '{to}' lacks {string.Join(", ", missing)}, which '{guest.Id}' uses." : null;
    }

    private static string? CheckDevices(VirtualMachine guest, HostId on, FleetSnapshot fleet)
    {
        foreach (var (kind, count) in guest.Devices.All)
        {
            int free = Find(fleet, on)!.Devices[kind] - fleet.VirtualMachines
                .Where(other => other.Id != guest.Id && HostsOf(other, fleet).Contains(on)).Sum(other => other.Devices[kind]);
            if (free < count)
            {
                return $"Host '{on}' has {Math.Max(0, free)} {kind} free and '{guest.Id}' needs {count}.";
            }
        }

        return null;
    }

    private static string? CheckBandwidth(VirtualMachine guest, HostId on, FleetSnapshot fleet) =>
        CheckBandwidth(guest, on, fleet, "network", Find(fleet, on)!.NetworkCapacity, one => one.NetworkReservation) ??
        CheckBandwidth(guest, on, fleet, "disk", Find(fleet, on)!.DiskCapacity, one => one.DiskReservation);

    private static string? CheckBandwidth(
        VirtualMachine guest, HostId on, FleetSnapshot fleet, string what, BytesPerSecond capacity, Func<VirtualMachine, BytesPerSecond> of)
    {
        if (of(guest).Value <= 0 || capacity.Value <= 0)
        {
            return null;
        }

        double promised = of(guest).Value + fleet.VirtualMachines
            .Where(other => other.Id != guest.Id && of(other).Value > 0 && HostsOf(other, fleet).Contains(on))
            .Sum(other => of(other).Value);

        return promised > capacity.Value * (1 + 1e-9)
            ? $"Host '{on}' would promise {promised / 1e6:0.#} MB/s of {what} and has {capacity.Value / 1e6:0.#}."
            : null;
    }

    private static string? CheckPowerOff(PowerOffHost off, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, off.Host) is not { } host)
        {
            return Missing(off.Target);
        }

        if (host.IsInMaintenance || host.StaysOn)
        {
            return host.StaysOn ? $"Host '{host.Id}' cannot be switched on again from here."
                : $"Host '{host.Id}' is in maintenance: people are at work on it.";
        }

        var guest = fleet.VirtualMachines.FirstOrDefault(machine => machine.Host == off.Host && Occupies(machine));
        if (guest is not null)
        {
            return $"Host '{host.Id}' still carries '{guest.Id}'.";
        }

        if (fleet.InFlight.Any(action => Arriving(action.Action)?.To == off.Host))
        {
            return $"A machine is on its way to host '{host.Id}'.";
        }

        // Hosts on their way down still read as on; two that go together must not undercut the minimum (S27).
        int on = fleet.Hosts.Count(other => other.State == HostState.On && !IsGoingDown(other.Id, fleet));

        return on <= policy.MinimumHostsOn
            ? $"Only {on} hosts are on and the policy keeps {policy.MinimumHostsOn}."
            : CheckSpareWithout(off.Host, fleet, policy);
    }

    // A hypervisor waits for the last machine to leave, and whatever it is asked meanwhile waits with it.
    private static string? CheckEnter(EnterMaintenance enter, FleetSnapshot fleet) =>
        Find(fleet, enter.Host) is null ? Missing(enter.Target)
        : fleet.VirtualMachines.FirstOrDefault(machine => machine.Host == enter.Host && Runs(machine)) is { } guest
            ? $"Host '{enter.Host}' still carries '{guest.Name}'."
        : fleet.InFlight.Any(action => Arriving(action.Action)?.To == enter.Host)
            ? $"A machine is on its way to host '{enter.Host}'."
        : null;

    private static bool Runs(VirtualMachine machine) => Occupies(machine) && machine.State != PowerState.Suspended;

    private static string? CheckSpareWithout(HostId id, FleetSnapshot fleet, Policy policy)
    {
        var running = fleet.Hosts
            .Where(host => host.State == HostState.On && host.Id != id && !IsGoingDown(host.Id, fleet)).ToList();
        var on = fleet.VirtualMachines.Where(machine => machine.Host is not null && Occupies(machine))
            .ToLookup(machine => machine.Host!.Value);

        return SpareCheck.Missing(fleet, running, on, policy);
    }

    private static string? CheckPowerOn(PowerOnHost on, FleetSnapshot fleet) => Find(fleet, on.Host) switch
    {
        null => Missing(on.Target),
        { State: HostState.Failed } host => $"Host '{host.Id}' has failed.",
        { IsInMaintenance: true } host => $"Host '{host.Id}' is in maintenance.",
        _ => null,
    };

    // One way that is silent, or a host that answers again, is no reason to end what it runs (S26).
    private static string? CheckFence(FenceHost fence, FleetSnapshot fleet, Policy policy) => Find(fleet, fence.Host) switch
    {
        null => Missing(fence.Target),
        { State: not HostState.Unreachable } host => $"Host '{host.Id}' is {host.State}; only one that does not answer is fenced.",
        { Silence: { CanBeFenced: true } silence } when silence.IsConvincing(fleet.TakenAt, policy.FenceAfter) => null,
        var host => $"Host '{host.Id}' does not answer, but is not taken for dead: that takes two ways that were silent for " +
            $"{policy.FenceAfter.TotalSeconds:0} s, and a way to fence it.",
    };

    private static string? CheckReceives(HostId id, FleetSnapshot fleet) => Find(fleet, id) switch
    {
        null => $"Host '{id}' is not in the inventory.",
        { IsInMaintenance: true } => $"Host '{id}' is in maintenance.",
        { CanReceive: false } host => $"Host '{id}' is {host.State} and receives nothing.",
        _ => IsGoingDown(id, fleet) ? $"Host '{id}' is being powered off." : null,
    };

    private static bool IsGoingDown(HostId id, FleetSnapshot fleet) =>
        fleet.InFlight.Any(action => action.Action is PowerOffHost off && off.Host == id);

    private static string? CheckMemory(VirtualMachineId guest, long bytes, HostId to, FleetSnapshot fleet, Policy policy)
    {
        long used = 0;
        foreach (var machine in fleet.VirtualMachines)
        {
            if (machine.Host == to && machine.Id != guest && Occupies(machine))
            {
                used += machine.Memory.Value;
            }
        }

        foreach (var action in fleet.InFlight)
        {
            if (Arriving(action.Action) is not var (machine, host) || host != to || machine == guest)
            {
                continue;
            }

            var coming = Find(fleet, machine);
            used += coming is null ? ComingBytes(action.Action, policy)
                : coming.Host == to && Occupies(coming) ? 0
                : coming.Memory.Value;
        }

        long free = (long)(Find(fleet, to)!.MemoryCapacity.Value * policy.MemoryOvercommit) - used;

        return bytes > free ? $"Host '{to}' is {new MemoryBytes(bytes - free).ToText()} of memory short for '{guest}'." : null;
    }

    // A machine that is being made is not in the inventory yet, and its host must not be promised twice.
    private static long ComingBytes(FleetAction action, Policy policy) =>
        action is CreateVirtualMachine create ? NewMachine.MemoryOf(create, policy) : 0;

    private static string? CheckRules(VirtualMachine guest, HostId to, FleetSnapshot fleet, Policy policy)
    {
        foreach (var rule in policy.Rules)
        {
            if (rule.VirtualMachines.Contains(guest.Id) && IsBroken(rule, guest, to, fleet))
            {
                return $"Rule '{rule.Name}' keeps '{guest.Id}' off host '{to}'.";
            }
        }

        return null;
    }

    private static bool IsBroken(AffinityRule rule, VirtualMachine guest, HostId to, FleetSnapshot fleet) => rule.Kind switch
    {
        AffinityKind.OnlyOn => !rule.Hosts.Contains(to),
        AffinityKind.NeverOn => rule.Hosts.Contains(to),
        AffinityKind.KeepApart => Others(rule, guest, fleet)
            .Any(other => HostsOf(other, fleet).Any(host => IsOnePlace(rule, host, to, fleet))),
        AffinityKind.AtMostHosts => OpensAnotherHost(rule, guest, to, fleet),
        _ => Others(rule, guest, fleet).Any(other =>
            other.State == PowerState.On && (other.Host is not { } host || !IsOnePlace(rule, host, to, fleet))),
    };

    private static bool IsOnePlace(AffinityRule rule, HostId one, HostId other, FleetSnapshot fleet) => one == other ||
        (rule.Scope == AffinityScope.FaultDomain && Find(fleet, one) is { FaultDomain.Length: > 0 } host &&
            host.FaultDomain == Find(fleet, other)?.FaultDomain);

    // Where the machines of a licence use too many hosts already, a move may not make it more.
    private static bool OpensAnotherHost(AffinityRule rule, VirtualMachine guest, HostId to, FleetSnapshot fleet)
    {
        HashSet<HostId> others = [.. Others(rule, guest, fleet).SelectMany(other => HostsOf(other, fleet))];
        int now = others.Concat(HostsOf(guest, fleet)).Distinct().Count();
        others.Add(to);

        return others.Count > Math.Max(rule.MostHosts, now);
    }

    private static IEnumerable<VirtualMachine> Others(AffinityRule rule, VirtualMachine guest, FleetSnapshot fleet) =>
        fleet.VirtualMachines.Where(machine => machine.Id != guest.Id && rule.VirtualMachines.Contains(machine.Id));

    // Where it is, and where it is coming to.
    private static IEnumerable<HostId> HostsOf(VirtualMachine machine, FleetSnapshot fleet)
    {
        if (machine.Host is { } host && Occupies(machine))
        {
            yield return host;
        }

        foreach (var action in fleet.InFlight)
        {
            if (Arriving(action.Action) is var (id, to) && id == machine.Id)
            {
                yield return to;
            }
        }
    }

    private static bool Occupies(VirtualMachine machine) => machine.State is not (PowerState.Off or PowerState.Failed);

    private static (VirtualMachineId Machine, HostId To)? Arriving(FleetAction action) => action switch
    {
        Migration move => (move.VirtualMachine, move.To),
        PowerOnVirtualMachine start => (start.VirtualMachine, start.On),
        CreateVirtualMachine create => (create.VirtualMachine, create.On),
        _ => null,
    };

    private static Host? Find(FleetSnapshot fleet, HostId id)
    {
        int at = fleet.Hosts.BinarySearch(id, host => host.Id);

        return at >= 0 ? fleet.Hosts[at] : null;
    }

    private static VirtualMachine? Find(FleetSnapshot fleet, VirtualMachineId id)
    {
        int at = fleet.VirtualMachines.BinarySearch(id, machine => machine.Id);

        return at >= 0 ? fleet.VirtualMachines[at] : null;
    }

    private static string Missing(EntityId target) => $"{target} is not in the inventory any more.";
}
