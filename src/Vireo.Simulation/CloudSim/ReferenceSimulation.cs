using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Vireo.Simulation;

/// <summary>Runs consolidation policies in the model of the reference simulator of the field, CloudSim 3.0.3.</summary>
/// <remarks>For comparison with published results: <c>cloudsim-planetlab</c> agrees with it in every digit. The
/// physical scenarios mend what no real fleet does: machines vanish when idle, and memory does not count.</remarks>
public static class ReferenceSimulation
{
    private const int MostHosts = 20_000;

    /// <summary>Names of the scenarios, as in <c>--scenario</c>.</summary>
    public static ImmutableArray<string> Scenarios { get; } = [.. CloudSimScenario.All.Select(scenario => scenario.Name)];

    /// <summary>Runs a policy to the end of the trace.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="time">For measuring how long decisions take.</param>
    /// <param name="progress">Told how far it has come, 0 to 1; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Stops it between two decisions.</param>
    /// <exception cref="ArgumentException">An option cannot be met; the message names it.</exception>
    /// <exception cref="TraceFormatException">The trace cannot be read.</exception>
    public static SimulationResult Run(
        ReferenceSimulationOptions options, TimeProvider time, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        long startedAt = time.GetTimestamp();
        var scenario = CloudSimScenario.Find(options.ScenarioName)
            ?? throw new ArgumentException(
                $"There is no scenario '{options.ScenarioName}'. Choose one of: {string.Join(", ", Scenarios)}.");
        int hosts = options.Hosts ?? scenario.Hosts;
        if (hosts is < 1 or > MostHosts || options.Vms < 1)
        {
            throw new ArgumentException($"--hosts must be from 1 to {MostHosts} and --vms at least 1.");
        }

        if (string.IsNullOrEmpty(options.TracesPath))
        {
            throw new ArgumentException($"Scenario '{scenario.Name}' replays traces: give a file or folder with --traces.");
        }

        var policy = CloudSimPolicies.Create(options.PolicyName, options.Seed);
        var workload = scenario.Read(options.TracesPath, options.Vms);
        var run = new CloudSimRun(workload, hosts, policy, scenario.Rules, time);
        run.Run(progress, cancellationToken);

        return Result(options, scenario, run, workload, time.GetElapsedTime(startedAt));
    }

    private static SimulationResult Result(
        ReferenceSimulationOptions options, CloudSimScenario scenario, CloudSimRun run, CloudSimWorkload workload,
        TimeSpan wall)
    {
        var meter = run.Meter;
        double kilowattHours = options.PolicyName == "npa" ? run.AllHostsKilowattHours : meter.EnergyJoules / 3.6e6;
        double limit = run.LimitKilowattHours;
        double[] sorted = [.. run.DecisionMilliseconds.Order()];
        var result = new SimulationResult(
            options.PolicyName, scenario.Name, options.Seed, run.Fleet.Hosts, run.Fleet.Machines, run.EndsAt,
            WallSeconds: 0, kilowattHours, run.Migrations, FailedMigrations: 0, meter.Slatah, meter.Pdm,
            meter.Slatah * meter.Pdm, kilowattHours * meter.Slatah * meter.Pdm, meter.Unserved, meter.ShortMachineTime,
            options.PolicyName == "npa" ? run.Fleet.Hosts : run.MeanActiveHosts, meter.Shutdowns, run.Dropped, VmsLost: 0,
            sorted.Length, run.Migrations, Incidents: 0, workload.IgnoredValues, ResultHash: "")
        {
            EnergyLimitKwh = limit,
            EnergyToLimit = limit > 0 ? kilowattHours / limit : null,
            MigrationsPerVm = (double)run.Migrations / run.Fleet.Machines,
            HostsEverUsed = meter.HostsEverUsed,
        };

        return result with
        {
            ResultHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.ToJson()))),
            WallSeconds = wall.TotalSeconds,
            DecisionMillisecondsMedian = SortedQuantile.Of(sorted, 0.5),
            DecisionMillisecondsP99 = SortedQuantile.Of(sorted, 0.99),
        };
    }
}
