using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    // One error a minute at first, doubling every half hour: a device on its way out.
    private const double FirstErrorsPerSecond = 1.0 / 60;
    private const double ErrorDoublingSeconds = 1800;

    private const double ErrorsOfDeadLinkPerSecond = 0.05;

    private int? _chosenHost;

    /// <summary>Lets a fault strike now, whenever it was scheduled for.</summary>
    public void Inject(ScheduledFault fault)
    {
        Bring(Now);
        Strike(fault);
        UpdateAll();
    }

    private void Strike(ScheduledFault fault)
    {
        if (fault.Kind is FaultKind.TemplateFails or FaultKind.TemplateHangs or FaultKind.TemplateSlow)
        {
            _templateFaults.Add((fault, Now + fault.Duration.TotalSeconds));

            return;
        }

        if (Impairments.Knows(fault.Kind))
        {
            BeginImpairment(fault);

            return;
        }

        if (fault.Kind is FaultKind.NoisyMachine or FaultKind.MachineVanishes)
        {
            StrikeMachine(fault);

            return;
        }

        if (fault.Target.Length == 0)
        {
            StrikeHost(fault, _chosenHost ??= BusiestHost());

            return;
        }

        for (int index = 0; index < _hosts.Count; index++)
        {
            var view = _hosts[index].View;
            if (view.Id.Value == fault.Target || view.FaultDomain == fault.Target)
            {
                StrikeHost(fault, index);
            }
        }
    }

    private void BeginImpairment(ScheduledFault fault)
    {
        _impairments.Begin(fault, Now);
        Impair();
        if (fault.Kind == FaultKind.SwitchFails)
        {
            Strike(fault with { Kind = FaultKind.HostUnreachable });
        }
        else if (fault.Kind == FaultKind.BadDeployment)
        {
            Tell(
                FleetEventKind.Reconfigured, EntityId.Of(new VmGroupId(fault.Target)),
                $"A new version was deployed to '{fault.Target}'.");
        }
    }

    // What is over ends; what goes on goes on as far as it has come by now.
    private void Impair()
    {
        foreach (var ended in _impairments.Apply(Now).Where(fault => fault.Kind == FaultKind.SwitchFails))
        {
            Strike(ended with { Kind = FaultKind.HostReachable });
        }
    }

    private int BusiestHost()
    {
        int busiest = 0;
        for (int index = 1; index < _hosts.Count; index++)
        {
            if (_hosts[index].Residents.Count > _hosts[busiest].Residents.Count)
            {
                busiest = index;
            }
        }

        return busiest;
    }

    private void StrikeMachine(ScheduledFault fault)
    {
        if (!_machineIndex.TryGetValue(new VirtualMachineId(fault.Target), out int index) || _machines[index].IsGone)
        {
            return;
        }

        if (fault.Kind == FaultKind.NoisyMachine)
        {
            _machines[index].NoisyUntil = Now + fault.Duration.TotalSeconds;
        }
        else
        {
            Vanish(index, "was deleted by somebody else");
        }
    }

    private void StrikeHost(ScheduledFault fault, int index)
    {
        var host = _hosts[index];
        switch (fault.Kind)
        {
            case FaultKind.HostErrors:
                host.ErrorsSince = Now;
                break;
            case FaultKind.HostFails when host.View.State != HostState.Failed:
                FailHost(index);
                break;
            case FaultKind.HostRecovers when host.View.State == HostState.Failed:
                host.ErrorsSince = double.NaN;
                Show(host, host.View with { State = HostState.On }, FleetEventKind.StateChanged, "Was repaired.");
                break;
            case FaultKind.HostUnreachable when host.View.State == HostState.On:
                Show(
                    host, host.View with { State = HostState.Unreachable }, FleetEventKind.StateChanged,
                    "Does not answer.");
                break;
            case FaultKind.HostReachable when host.View.State == HostState.Unreachable:
                Show(host, host.View with { State = HostState.On }, FleetEventKind.StateChanged, "Answers again.");
                break;
            case FaultKind.MaintenanceOn or FaultKind.MaintenanceOff:
                ShowMaintenance(host, fault.Kind == FaultKind.MaintenanceOn);
                break;
        }
    }

    private static double ErrorsIn(HostSlot host, double seconds, double at) =>
        double.IsNaN(host.ErrorsSince)
            ? 0
            : seconds * FirstErrorsPerSecond * Math.Pow(2, (at - host.ErrorsSince) / ErrorDoublingSeconds);

    // A link counts errors while it is down.
    private static double LinkErrorsIn(HostSlot host, double seconds) =>
        (1 - host.LinkFactor) * seconds * ErrorsOfDeadLinkPerSecond;
}
