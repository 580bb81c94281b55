using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>A machine starts only where its old copy is proved dead: never two copies of one (S25).</summary>
internal static class Restarting
{
    /// <summary>Why the machine may not be started, in one sentence; null when it may.</summary>
    /// <param name="machine">As the hypervisor reports it.</param>
    /// <param name="lastHost">Where it last ran, if that is in the inventory.</param>
    public static string? WhyNot(VirtualMachine machine, Host? lastHost)
    {
        if (machine.State is PowerState.On or PowerState.Creating)
        {
            return $"'{machine.Id}' runs already.";
        }

        // A host that answers is believed about its machines, one declared failed or switched off has none. Silence,
        // and a host between two states, proves nothing.
        return machine.Host is null || lastHost?.State is HostState.On or HostState.Off or HostState.Failed
            ? null
            : lastHost is null
                ? $"Host '{machine.Host}' is not in the inventory: its copy of '{machine.Id}' is not proved dead."
                : $"Host '{machine.Host}' does not answer: its copy of '{machine.Id}' is not proved dead.";
    }
}
