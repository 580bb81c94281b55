using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    /// <summary>Opens or closes a host for new machines.</summary>
    public FleetOperation SetMaintenance(FleetAction action, HostId id, bool isOn)
    {
        int index = HostIndex(id);
        ShowMaintenance(_hosts[index], isOn);

        return Done(action, index, isOn ? "In maintenance." : "Open again.");
    }

    /// <summary>Switches a host on or off.</summary>
    /// <exception cref="ProviderException">It is in the wrong state, or machines are on it.</exception>
    public FleetOperation SetPower(FleetAction action, HostId id, bool isOn)
    {
        int index = HostIndex(id);
        var host = _hosts[index];
        var needed = isOn ? HostState.Off : HostState.On;
        if (host.View.State != needed)
        {
            throw Refuse($"Host '{id}' is {host.View.State}, not {needed}.");
        }

        if (!isOn && host.Residents.Count > 0)
        {
            throw Refuse($"Host '{id}' still carries {host.Residents.Count} machines.");
        }

        Bring(Now);
        var state = isOn ? HostState.PoweringOn : HostState.PoweringOff;
        Show(host, host.View with { State = state }, FleetEventKind.StateChanged, isOn ? "Powers on." : "Powers off.");

        return host.PowerChange = Begin(action, index, -1, isOn ? _physics.HostBoot : _physics.HostShutdown);
    }

    private void EndPowerChange(FleetOperation operation)
    {
        var host = _hosts[operation.Subject];
        var state = operation.Action is PowerOnHost ? HostState.On : HostState.Off;
        host.PowerChange = null;
        Show(host, host.View with { State = state }, FleetEventKind.StateChanged, $"Is {state}.");
        operation.Succeed($"Is {state}.");
    }

    private void ShowMaintenance(HostSlot host, bool isOn)
    {
        if (host.View.IsInMaintenance != isOn)
        {
            Show(
                host, host.View with { IsInMaintenance = isOn }, FleetEventKind.StateChanged,
                isOn ? "Entered maintenance." : "Left maintenance.");
        }
    }

    /// <summary>A host dies: its machines are lost, and what was on its way to it stays where it was.</summary>
    private void FailHost(int index)
    {
        var host = _hosts[index];
        host.PowerChange?.Fail("The host failed.");
        host.PowerChange = null;
        foreach (int resident in host.Residents.ToArray())
        {
            if (_machines[resident].Host == index)
            {
                _meter.MachinesLost++;
                Unseat(resident, PowerState.Failed, $"Lost with host {host.View.Id}.");
            }
            else
            {
                AbandonMigration(_machines[resident].Operation!, $"Host '{host.View.Id}' failed.");
            }
        }

        Show(host, host.View with { State = HostState.Failed }, FleetEventKind.Failed, "Failed.");
    }
}
