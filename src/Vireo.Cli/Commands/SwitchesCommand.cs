using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vireo.Adapters.OpenFlow;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo switches</c>: the OpenFlow switches that connect here, and their flows kept as declared.</summary>
internal static class SwitchesCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where switches connect to: unix:PATH or tcp:ADDRESS:PORT.",
        Required = true,
    };

    private static readonly Option<double> Wait = new("--wait")
    {
        Description = "Seconds within which switches have to connect.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string[]> Flows = new("--flows")
    {
        Description = "DATAPATH=FILE with flows, groups and meters in the form of ovs-ofctl, one a line; once for each switch.",
        Required = true,
    };

    private static readonly Option<string> Owner = new("--owner")
    {
        Description = "Flows whose cookies carry the mark of this word are ours; others are left alone.",
        DefaultValueFactory = _ => "vireo",
    };

    private static readonly Option<ControllerRole> Role = new("--role")
    {
        Description = "equal: beside other controllers; master: the only one that changes.",
        DefaultValueFactory = _ => ControllerRole.Equal,
    };

    private static readonly Option<ulong> Generation = new("--generation")
    {
        Description = "With --role master: greater than that of every master before; switches refuse one that is over.",
    };

    private static readonly Option<double?> Discover = new("--discover")
    {
        Description = "Looks for the wires between switches every so many seconds, by a flow of its own in each.",
    };

    private static readonly Option<bool> Once = new("--once") { Description = "Ends when all switches named are compared and changed." };

    private static readonly Option<bool> Json = new("--json") { Description = "Machine-readable." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("switches", "Shows switches that speak OpenFlow 1.3, and keeps their flows as declared.");
        command.Add(Show());
        command.Add(Keep());

        return command;
    }

    private static Command Show()
    {
        var show = new Command(
            "show", "Shows the switches that connect within --wait, and changes nothing.\nExample: vireo switches show --listen tcp:10.0.0.2:6653")
        {
            Listen, Wait, Json,
        };
        show.SetAction(async (arguments, stop) =>
        {
            await using var controller = Open(new OpenFlowSettings { Listen = arguments.GetRequiredValue(Listen) });
            await Task.Delay(Seconds(arguments.GetValue(Wait), "--wait"), TimeProvider.System, stop);
            Output.Write(path: null, writer => Write(writer, controller, arguments.GetValue(Json)));

            return ExitCode.Done;
        });

        return show;
    }

    private static Command Keep()
    {
        var keep = new Command(
            "keep",
            "Keeps the flows of switches as the files say, until it is stopped: what is new is made first, what is no longer declared goes last.\n" +
            "Example: vireo switches keep --listen tcp:10.0.0.2:6653 --flows 0000000000000001=tor-1.flows --discover 5")
        {
            Listen, Flows, Role, Generation, Discover, Owner, Once, Wait, Json,
        };
        keep.SetAction(async (arguments, stop) =>
        {
            var programs = Programs(arguments.GetRequiredValue(Flows));
            await using var controller = Open(new OpenFlowSettings
            {
                Listen = arguments.GetRequiredValue(Listen),
                Programs = programs,
                Role = arguments.GetValue(Role),
                Generation = arguments.GetValue(Generation),
                Owner = arguments.GetRequiredValue(Owner),
                DiscoverEvery = arguments.GetValue(Discover) is { } every ? Seconds(every, "--discover") : null,
            });
            if (!arguments.GetValue(Once))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

                return ExitCode.Done;
            }

            await SettleAsync(controller, [.. programs.Keys], Seconds(arguments.GetValue(Wait), "--wait"), stop);
            if (arguments.GetValue(Discover) is { } round)
            {
                await Task.Delay(Seconds(round, "--discover"), TimeProvider.System, stop);
            }

            Output.Write(path: null, writer => Write(writer, controller, arguments.GetValue(Json)));
            var asked = controller.Switches.Where(one => programs.ContainsKey(OpenFlowController.ParseDatapath(one.Datapath))).ToList();

            return asked.Count == programs.Count && asked.All(one => one.Standing is { IsAsDeclared: true }) ? ExitCode.Done : ExitCode.Negative;
        });

        return keep;
    }

    private static async Task SettleAsync(
        OpenFlowController controller, IReadOnlyCollection<ulong> datapaths, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(wait, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await controller.SettleAsync(datapaths, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Tell($"not all of the {datapaths.Count} switches named connected within {wait.TotalSeconds:0.#} s.");
        }
    }

    private static OpenFlowController Open(OpenFlowSettings settings)
    {
        try
        {
            return new OpenFlowController(settings, TimeProvider.System, Tell);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"--listen: {wrong.Message}", wrong);
        }
    }

    private static ImmutableDictionary<ulong, SwitchProgram> Programs(string[] pairs)
    {
        var programs = ImmutableDictionary.CreateBuilder<ulong, SwitchProgram>();
        foreach (string pair in pairs)
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } file])
            {
                throw new UsageException($"--flows: expected DATAPATH=FILE, found '{pair}'.");
            }

            try
            {
                ulong datapath = OpenFlowController.ParseDatapath(name);
                if (programs.ContainsKey(datapath))
                {
                    throw new UsageException($"--flows: switch '{name}' is named twice.");
                }

                programs[datapath] = SwitchProgram.Parse(File.ReadAllText(file));
            }
            catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"--flows {pair}: {wrong.Message}", wrong);
            }
        }

        return programs.ToImmutable();
    }

    private static TimeSpan Seconds(double seconds, string option) => seconds is > 0 and <= 86_400
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option}: expected seconds up to a day, found {seconds}."));

    private static void Tell(string line) => Console.Error.WriteLine($"vireo: {line}");

    private static void Write(TextWriter writer, OpenFlowController controller, bool isJson)
    {
        var (switches, topology) = (controller.Switches, controller.Topology());
        if (isJson)
        {
            writer.WriteLine(JsonSerializer.Serialize(new { switches, topology }, Indented));

            return;
        }

        writer.WriteLine($"{"switch",-16}  {"role",-6}  {"ports up",-8}  {"found",-7}  {"ours",-7}  {"made",-7}  {"removed",-7}  as declared");
        foreach (var one in switches)
        {
            string ports = $"{one.PortsUp}/{one.Ports}";
            string standing = one.Standing is { } now
                ? $"{now.Flows,-7}  {now.Ours,-7}  {now.Made,-7}  {now.Removed,-7}  {(now.IsAsDeclared ? "yes" : string.Join(" ", now.Problems))}"
                : "not read yet";
            writer.WriteLine($"{one.Datapath}  {one.Role.ToString().ToLowerInvariant(),-6}  {ports,-8}  {standing}");
        }

        foreach (var link in topology.Links.Where(link => link.Evidence == "openflow"))
        {
            writer.WriteLine($"wire {link.From} — {link.To}");
        }
    }
}
