using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Runs the same loop that runs real fleets on a simulated one, flat out in virtual time.</summary>
public static class SimulationRunner
{
    private const double UsualDays = 1;
    private const double DemoDays = 3;

    /// <summary>Runs a simulation to its end.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="progress">Told how far it has come, 0 to 1; null when nobody wants to know.</param>
    /// <exception cref="ArgumentException">An option cannot be met; the message names it.</exception>
    /// <exception cref="TraceFormatException">The trace cannot be read.</exception>
    public static SimulationResult Run(SimulationOptions options, IProgress<double>? progress) =>
        Run(options, progress, CancellationToken.None);

    /// <summary>Runs a simulation to its end, or until it is cancelled.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="progress">Told how far it has come, 0 to 1; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Stops it between two decisions.</param>
    /// <exception cref="ArgumentException">An option cannot be met; the message names it.</exception>
    /// <exception cref="TraceFormatException">The trace cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SimulationResult Run(
        SimulationOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        long startedAt = TimeProvider.System.GetTimestamp();
        var scenario = ScenarioCatalog.Create(
            options.ScenarioName, options.TracesPath, options.Hosts, options.Vms, options.Seed, repeats: false);
        double days = options.Days ?? (scenario.Name == ScenarioCatalog.Demo ? DemoDays : UsualDays);
        var run = new SimulationRun(
            scenario, options.Policy, SimulationClock.For(scenario, days),
            static (hypervisor, _) => new ConnectedProvider(hypervisor, hypervisor));
        run.Run(progress, cancellationToken);

        return run.Result(options.Seed, TimeProvider.System.GetElapsedTime(startedAt));
    }
}
