using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>Whether a machine is in the state that an order presumes; asked of whole plans and of each action before it
/// starts.</summary>
internal static class Ordered
{
    /// <summary>Why it must not be done; null when it may.</summary>
    /// <param name="action">Suspend, resume or reset.</param>
    /// <param name="guest">The machine.</param>
    /// <param name="host">Where it is; null when that is not known.</param>
    public static string? WhyNot(FleetAction action, VirtualMachine guest, Host? host) => action switch
    {
        _ when host is null => $"'{guest.Id}' is on no host that is in the inventory.",
        _ when host.State != HostState.On => $"Host '{host.Id}', where '{guest.Id}' is, is {host.State}.",
        ResumeVirtualMachine => guest.State == PowerState.Suspended
            ? null : $"'{guest.Id}' is {guest.State}; only a suspended machine is resumed.",
        SuspendVirtualMachine => guest.State == PowerState.On
            ? null : $"'{guest.Id}' is {guest.State}; only a running machine is suspended.",
        _ => guest.State == PowerState.On ? null : $"'{guest.Id}' is {guest.State}; only a running machine is reset.",
    };
}
