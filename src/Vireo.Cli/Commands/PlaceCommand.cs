using System.CommandLine;
using System.Text;
using System.Text.Json;
using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Scheduling;
using Vireo.Scheduling.Placement.Inputs;
using Vireo.Simulation;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo place</c>: one decision on one snapshot.</summary>
internal static class PlaceCommand
{
    private const int MostProblems = 20;
    private const string Form = "Expected an object with 'fleet' and 'outlook', as 'vireo receipts show ID --json' prints it.";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var input = new Option<string>("--input")
        {
            Description = "JSON with 'fleet' (a snapshot) and 'outlook', as 'vireo receipts show ID --json' gives them.",
            Required = true,
        };
        var policy = new Option<string>("--policy")
        {
            Description = $"{string.Join(", ", PolicyPresets.Names)}, or a YAML file with a Policy.",
            DefaultValueFactory = _ => "vireo",
        };
        var output = new Option<string?>("--output") { Description = "File for the plan; standard output without." };
        var command = new Command(
            "place",
            "Decides once on one snapshot and writes the plan.\n" +
            "Example: vireo place --input cluster.json --policy policy.yaml --output plan.json")
        {
            input, policy, output,
        };
        command.SetAction(arguments => Run(
            arguments.GetRequiredValue(input), arguments.GetRequiredValue(policy), arguments.GetValue(output)));

        return command;
    }

    private static int Run(string input, string policy, string? output)
    {
        var cluster = ReadCluster(input);
        var wanted = PolicyFile.Read(policy, scenario: "");
        var plan = Scheduler.Plan(UnderMaintenance(cluster.Fleet, wanted), cluster.Outlook, wanted);
        Output.Write(output, writer => writer.WriteLine(
            Encoding.UTF8.GetString(CanonicalJson.Write(plan))));

        return ExitCode.Done;
    }

    // What people said of a host counts as much as what its hypervisor says (S4).
    private static FleetSnapshot UnderMaintenance(FleetSnapshot fleet, Policy policy) => fleet with
    {
        Hosts =
        [
            .. fleet.Hosts.Select(host => policy.Maintenance.Contains(host.Id) ? host with { IsInMaintenance = true } : host),
        ],
    };

    /// <summary>Reads and checks a snapshot with its outlook.</summary>
    /// <exception cref="UsageException">The file cannot be read, or what it says cannot be.</exception>
    internal static ClusterInput ReadCluster(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));

            return Checked(
                path, Part<FleetSnapshot>(document, path, "fleet"), Part<Outlook>(document, path, "outlook"));
        }
        catch (JsonException error)
        {
            throw new UsageException(
                $"{path}:{(error.LineNumber ?? 0) + 1}: This is no JSON: {JsonWords.Of(error)} {Form}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read '{path}': {error.Message}", error);
        }
    }

    private static ClusterInput Checked(string path, FleetSnapshot fleet, Outlook outlook)
    {
        var problems = SnapshotCheck.Problems(fleet, outlook);
        if (problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', problems.Take(MostProblems).Select(problem => $"{path}: {problem}")));
        }

        var ordered = FleetSnapshot.Create(
            fleet.TakenAt, fleet.Cluster, fleet.Hosts, fleet.VirtualMachines, fleet.RecentMoves, fleet.InFlight);
        var canonical = fleet with
        {
            Hosts = ordered.Hosts,
            VirtualMachines = ordered.VirtualMachines,
            RecentMoves = ordered.RecentMoves,
            InFlight = ordered.InFlight,
        };

        return new ClusterInput(canonical, outlook with
        {
            VirtualMachines = [.. outlook.VirtualMachines.OrderBy(machine => machine.VirtualMachine)],
            Hazards = [.. outlook.Hazards.OrderBy(hazard => hazard.Entity)],
        });
    }

    private static T Part<T>(JsonDocument document, string path, string name)
    {
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var part))
        {
            throw new UsageException($"{path}: the property '{name}' is missing. {Form}");
        }

        try
        {
            return CanonicalJson.Read<T>(Encoding.UTF8.GetBytes(part.GetRawText()));
        }
        catch (JsonException error)
        {
            throw new UsageException($"{path}: {JsonWords.Place(name, error)}: {JsonWords.Of(error)}", error);
        }
    }

    /// <summary>What is decided on.</summary>
    internal sealed record ClusterInput(FleetSnapshot Fleet, Outlook Outlook);
}
