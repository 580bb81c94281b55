using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vireo.Adapters.Topology;
using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Scheduling.Network.Topology;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo topology</c>: what packets of machines pass, and who loses what when a part of it fails.</summary>
internal static class TopologyCommand
{
    private const int MostShown = 20;

    // Only spreads attempts to connect.
    private const int JitterSeed = 1;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly Option<string[]> Ovs = new("--ovs")
    {
        Description = "HOST=ENDPOINT of a host's Open vSwitch database: unix:PATH, tcp:HOST:PORT or ssl:HOST:PORT; once for each host.",
        Required = true,
    };

    private static readonly Option<string[]> Lldp = new("--lldp")
    {
        Description = "HOST=FILE with what 'lldpcli -f json show neighbors' writes there: the switches at its wires.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Machine-readable." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("topology", "Shows what packets of machines pass, and who loses what when a part of it fails.");
        command.Add(Show());
        command.Add(Impact());

        return command;
    }

    private static Command Show()
    {
        var show = new Command(
            "show",
            "Shows bridges, bonds, ports, switches and machines, with how each connection is known and when it was seen.\n" +
            "Example: vireo topology show --ovs host-1=unix:/run/openvswitch/db.sock")
        {
            Ovs, Lldp, Json,
        };
        show.SetAction(async (arguments, stop) =>
        {
            var topology = await ReadAsync(arguments, stop);
            Output.Write(path: null, writer => Write(writer, topology, arguments.GetValue(Json)));

            return ExitCode.Done;
        });

        return show;
    }

    private static Command Impact()
    {
        var failed = new Argument<string[]>("failed")
        {
            Description = "What fails together, as 'vireo topology show' names it; left out, every single failure, the worst first.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var impact = new Command(
            "impact",
            "Says who loses what when a host, switch, bond, port or link fails.\n" +
            "Example: vireo topology impact port/host-1/eth0 --ovs host-1=unix:/run/openvswitch/db.sock")
        {
            failed, Ovs, Lldp, Json,
        };
        impact.SetAction(async (arguments, stop) =>
        {
            var analysis = new ImpactAnalysis(await ReadAsync(arguments, stop));
            string[] asked = arguments.GetValue(failed) ?? [];
            List<FailureImpact> impacts;
            try
            {
                impacts = asked.Length > 0
                    ? [analysis.Of([.. asked])]
                    : [.. analysis.Candidates.Select(one => analysis.Of(one)).OrderByDescending(one => one.Harmed).Take(MostShown)];
            }
            catch (KeyNotFoundException unknown)
            {
                throw new UsageException(unknown.Message, unknown);
            }

            Output.Write(path: null, writer => Write(writer, impacts, arguments.GetValue(Json)));

            return ExitCode.Done;
        });

        return impact;
    }

    private static async Task<NetworkTopology> ReadAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reader = new HostTopologyReader(TimeProvider.System, new Random(JitterSeed));
        var parts = new List<NetworkTopology>();
        foreach (string one in arguments.GetRequiredValue(Ovs))
        {
            var (host, endpoint) = Pair("--ovs", one);
            try
            {
                parts.Add(await reader.ReadAsync(host, endpoint, cancellationToken));
            }
            catch (FormatException wrong)
            {
                throw new UsageException($"--ovs {one}: {wrong.Message}", wrong);
            }
        }

        foreach (string one in arguments.GetValue(Lldp) ?? [])
        {
            var (host, file) = Pair("--lldp", one);
            try
            {
                parts.Add(LldpNeighbours.Of(host, await File.ReadAllTextAsync(file, cancellationToken), File.GetLastWriteTimeUtc(file)));
            }
            catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"--lldp {one}: {wrong.Message}", wrong);
            }
        }

        return reader.Join(parts);
    }

    private static (string Name, string Value) Pair(string option, string text) => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value]
        ? (name, value)
        : throw new UsageException($"{option}: expected HOST=VALUE, found '{text}'.");

    private static void Write(TextWriter writer, NetworkTopology topology, bool isJson)
    {
        if (isJson)
        {
            writer.WriteLine(JsonSerializer.Serialize(topology, Indented));

            return;
        }

        foreach (var within in topology.Elements.GroupBy(element => element.Within ?? element.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var element in within.OrderBy(element => element.Within is null ? 0 : 1))
            {
                var ends = topology.Links.Where(link => link.From == element.Id || link.To == element.Id)
                    .Select(link => $"{(link.From == element.Id ? link.To : link.From)} ({link.Evidence})");
                writer.WriteLine(
                    $"{(element.Within is null ? "" : "  ")}{element.Id}{(element.IsUp ? "" : " DOWN")}" +
                    $"{(ends.Any() ? " — " : "")}{string.Join(", ", ends)}");
            }
        }
    }

    private static void Write(TextWriter writer, List<FailureImpact> impacts, bool isJson)
    {
        if (isJson)
        {
            writer.WriteLine(JsonSerializer.Serialize(impacts, Indented));

            return;
        }

        foreach (var impact in impacts)
        {
            ImmutableArray<string> words = [.. impact.Words()];
            writer.WriteLine($"{string.Join(" and ", impact.Failed)}: {(words.IsEmpty ? "nobody loses anything." : string.Join(" ", words))}");
        }
    }
}
