using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>One run of a trial: the loop on its fleet, and all that was seen of both.</summary>
internal sealed class FleetTrialRun
{
    private const string User = "trial";
    private const int DeployAtCycle = 12;
    private readonly SimulationRun _run;
    private FleetObserver? _observer;

    public FleetTrialRun(FleetTrial trial)
    {
        Trial = trial;
        var scenario = FleetTrialSetup.Scenario(trial);
        _run = new SimulationRun(
            scenario, FleetTrialSetup.Policy(trial, version: 1), SimulationClock.For(scenario, trial.Hours / 24),
            (fleet, _) => new ConnectedProvider(fleet, _observer = new FleetObserver(fleet)));
    }

    public FleetTrial Trial { get; }

    /// <summary>The state after each decision.</summary>
    public List<LoopState> States { get; } = [];

    public FleetObserver Observer => _observer!;

    /// <summary>What was measured in the hours that the fleet remembers, oldest first.</summary>
    public Measurement[] Readings { get; private set; } = [];

    public void Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _run.Decided += state =>
        {
            States.Add(state);
            Observer.Look();
            Ask(state, cancellationToken);
        };
        _run.Run(progress, cancellationToken);
        Readings = _run.Hypervisor.Fleet.Sampler.ReadAfter(DateTimeOffset.MinValue);
    }

    // The loop takes requests one after the other between its decisions, so that nothing has to be waited for here.
    private void Ask(LoopState state, CancellationToken cancellationToken)
    {
        if (state.Cycle == DeployAtCycle && !Trial.Deploy.IsEmpty)
        {
            _ = _run.Operations!.DeployAsync(FleetTrialSetup.Request(Trial), User, cancellationToken);
        }

        if (Trial.Update is { } update && state.Cycle == (long)(update.AtHour * FleetTrialSetup.SamplesPerHour))
        {
            _ = _run.Operations!.SetPolicyAsync(FleetTrialSetup.Policy(Trial, update.Version), User, cancellationToken);
        }
    }
}
