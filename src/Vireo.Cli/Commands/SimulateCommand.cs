using System.CommandLine;
using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Simulation;
using Vireo.Simulation.Arrivals;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo simulate</c>: a scenario under a policy, flat out in virtual time.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> Scenario = new("--scenario")
    {
        Description = $"demo, planetlab, bitbrains, traces or {ArrivalRun.ScenarioName}; in the reference simulator's model, " +
            $"{string.Join(", ", ReferenceSimulation.Scenarios)}; or a YAML file that says what it expects.",
        Required = true,
    };

    private static readonly Option<string?> Traces = new("--traces")
    {
        Description = "A trace file or a folder of traces; the demo needs none.",
    };

    private static readonly Option<string> Policy = new("--policy")
    {
        Description = $"{string.Join(", ", PolicyPresets.Names)}, or a YAML file with a Policy; in the reference simulator's model npa, dvfs, " +
            "thr-mmt-0.8, lr-mmt-1.2 and the like, mfped, pebfd or vireo; on arrivals first-fit, best-fit, lifetime or vireo.",
        DefaultValueFactory = _ => "vireo",
    };

    private static readonly Option<int?> Hosts = new("--hosts") { Description = "How many hosts." };
    private static readonly Option<int?> Vms = new("--vms") { Description = "How many virtual machines at most." };
    private static readonly Option<double?> Days = new("--days") { Description = "How many days." };
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Of everything random; the same seed gives the same result.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Of a scenario file: JSON instead of a table." };

    private static readonly Option<string?> OutputFile = new("--output")
    {
        Description = "File for the result JSON; standard output without.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "simulate",
            "Replays traces on a simulated fleet under a policy and writes what came of it as JSON.\n" +
            "A scenario file brings its own fleet, policy and expectations: each is judged, and the command ends with 3 when one\n" +
            "does not hold.\n" +
            "Example: vireo simulate --scenario planetlab --traces planetlab-20110303.csv.gz --policy vireo\n" +
            "Example: vireo simulate --scenario scenarios/fleets/flash-crowd.yaml")
        {
            Scenario, Traces, Policy, Hosts, Vms, Days, Seed, OutputFile, Json,
        };
        command.SetAction((arguments, cancellationToken) => Task.Run(() => Run(arguments, cancellationToken), cancellationToken));

        return command;
    }

    private static int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        string name = arguments.GetRequiredValue(Scenario);
        if (TrialRunner.IsFile(name))
        {
            RefuseOwn(arguments, [Traces, Policy, Hosts, Vms, Days, Seed]);

            return TrialRunner.Run(name, arguments.GetValue(Json), arguments.GetValue(OutputFile), cancellationToken);
        }

        if (arguments.GetValue(Json))
        {
            throw new UsageException("--json is for scenario files; the result of a named scenario is JSON as it is.");
        }

        if (name == ArrivalRun.ScenarioName)
        {
            return RunArrivals(arguments);
        }

        using var progress = new ProgressBar("simulating", TimeProvider.System);
        SimulationResult result;
        try
        {
            result = ReferenceSimulation.Scenarios.Contains(arguments.GetRequiredValue(Scenario))
                ? ReferenceSimulation.Run(
                    ReferenceOptions(arguments), TimeProvider.System, progress, cancellationToken)
                : SimulationRunner.Run(Options(arguments), progress, cancellationToken);
        }
        catch (Exception error) when (error is TraceFormatException or ArgumentException or IOException)
        {
            throw new UsageException(error.Message, error);
        }

        progress.Dispose();
        Output.Write(arguments.GetValue(OutputFile), writer => writer.WriteLine(result.ToJson()));

        return ExitCode.Done;
    }

    // What a file says itself cannot be said beside it.
    private static void RefuseOwn(ParseResult arguments, IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} does not go with a scenario file, which brings its own; leave it out or change the file.");
        }
    }

    private static ReferenceSimulationOptions ReferenceOptions(ParseResult arguments) =>
        arguments.GetValue(Days) is { } days
            ? throw new UsageException(
                $"--days {days}: the reference simulator's model runs to the end of the trace; leave it out.")
            : ReferenceOf(arguments);

    private static ReferenceSimulationOptions ReferenceOf(ParseResult arguments) => new()
    {
        ScenarioName = arguments.GetRequiredValue(Scenario),
        TracesPath = arguments.GetValue(Traces) ?? "",
        PolicyName = arguments.GetRequiredValue(Policy),
        Hosts = arguments.GetValue(Hosts),
        Vms = arguments.GetValue(Vms),
        Seed = arguments.GetValue(Seed),
    };

    private static int RunArrivals(ParseResult arguments)
    {
        if (arguments.GetValue(Traces) is not { Length: > 0 } traces)
        {
            throw new UsageException($"Scenario '{ArrivalRun.ScenarioName}' replays a trace: give a file or folder with --traces.");
        }

        if (arguments.GetValue(Hosts) < 1 || arguments.GetValue(Vms) < 1)
        {
            throw new UsageException("--hosts and --vms must be at least 1.");
        }

        try
        {
            var result = ArrivalRun.Run(
                ArrivalTrace.Read(traces, arguments.GetValue(Vms)), ArrivalPolicy.Find(arguments.GetRequiredValue(Policy)),
                arguments.GetValue(Hosts), arguments.GetValue(Seed), TimeProvider.System);
            Output.Write(arguments.GetValue(OutputFile), writer => writer.WriteLine(result.ToJson()));

            return ExitCode.Done;
        }
        catch (Exception error) when (error is TraceFormatException or ArgumentException or IOException or InvalidDataException)
        {
            throw new UsageException(error.Message, error);
        }
    }

    // A simulation has nobody to approve anything, and one in which nothing may be done shows nothing.
    private static Policy Acting(Policy policy)
    {
        if (policy.DefaultMode == OperatingMode.Autopilot ||
            policy.Modes.Any(scope => scope.Mode == OperatingMode.Autopilot))
        {
            return policy;
        }

        Console.Error.WriteLine(
            $"vireo: note: in mode {policy.DefaultMode.ToString().ToLowerInvariant()} policy '{policy.Name}' does nothing " +
            "by itself; it is simulated as if on autopilot, as a replay does. Write 'mode: autopilot' into it to say so.");

        return policy with { DefaultMode = OperatingMode.Autopilot, Modes = [] };
    }

    private static SimulationOptions Options(ParseResult arguments) => new()
    {
        ScenarioName = arguments.GetRequiredValue(Scenario),
        TracesPath = arguments.GetValue(Traces),
        Policy = Acting(PolicyFile.Read(arguments.GetRequiredValue(Policy), arguments.GetRequiredValue(Scenario))),
        Hosts = arguments.GetValue(Hosts),
        Vms = arguments.GetValue(Vms),
        Days = arguments.GetValue(Days),
        Seed = arguments.GetValue(Seed),
    };
}
