using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>The whole loop on a fleet in virtual time, with a record of all it did.</summary>
internal sealed class LoopTrial
{
    private readonly SimulationRun _run;
    private RecordingActuator? _recorder;

    public LoopTrial(
        Scenario scenario,
        double hours,
        Policy? policy = null,
        Func<IHypervisor, TimeProvider, IHypervisor>? lie = null,
        Func<SimulatedHypervisor, TimeProvider, (IHypervisor Reader, IHypervisorActuator Actuator)>? line = null)
    {
        Policy = policy ?? PolicyPresets.Find("vireo", scenario.Name)!;
        _run = new SimulationRun(scenario, Policy, SimulationClock.For(scenario, hours / 24), (fleet, time) =>
        {
            var (reader, actuator) = line?.Invoke(fleet, time) ?? (fleet, fleet);
            _recorder = new RecordingActuator(fleet, actuator, time);
            _recorder.Accepted += request => AfterStart?.Invoke(fleet, request);

            return new ConnectedProvider(lie?.Invoke(reader, time) ?? reader, _recorder);
        });
        _run.Decided += state =>
        {
            States.Add(state);
            AfterDecision?.Invoke(_run.Hypervisor, state);
        };
    }

    /// <summary>Done to the fleet after each decision.</summary>
    public event Action<SimulatedHypervisor, LoopState>? AfterDecision;

    /// <summary>Done to the fleet after it accepted an action.</summary>
    public event Action<SimulatedHypervisor, ActionRequest>? AfterStart;

    public Policy Policy { get; }

    public List<LoopState> States { get; } = [];

    public SimulatedHypervisor Fleet => _run.Hypervisor;

    /// <summary>Of the running loop.</summary>
    public IClusterOperations Operations => _run.Operations!;

    public IReadOnlyList<StartedAction> Started => _recorder!.Started;

    public IEnumerable<(DateTimeOffset At, Migration Move)> Moves =>
        Started.Where(started => started.Action is Migration).Select(started => (started.At, (Migration)started.Action));

    public SimulationResult Run()
    {
        _run.Run(progress: null, TestContext.Current.CancellationToken);

        return _run.Result(seed: 1, TimeSpan.Zero);
    }

    /// <summary>A small generated fleet without incidents of its own.</summary>
    public static Scenario SmallDemo(int hosts, int machines, long seed = 1) => DemoScenario.Create(new DemoOptions
    {
        Hosts = hosts,
        Machines = machines,
        Seed = seed,
        HostErrorsAt = null,
        NoisyMachineAt = null,
    });
}
