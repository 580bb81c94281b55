using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Safety;

/// <content>Switching hosts, fencing them, taking them out of service.</content>
public static partial class Preconditions
{
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
}
