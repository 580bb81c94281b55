using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo deploy</c>: asks a server for machines, and shows how far they have come.</summary>
internal static partial class DeployCommand
{
    // What the server calls the document that is made from options.
    private const string Options = "options";

    /// <summary>Builds the command.</summary>
    /// <param name="send">Asks the server and shows the answer.</param>
    /// <param name="shared">The options of all commands that ask a server.</param>
    /// <param name="verbs">Listing and details.</param>
    public static Command Create(
        Func<ParseResult, Func<ServerClient, Task<JsonElement>>, Action<JsonElement>, Task<int>> send,
        IEnumerable<Option> shared, params Command[] verbs)
    {
        var machine = new Argument<string?>("machine") { Description = "The machine's name.", DefaultValueFactory = _ => null };
        var template = new Option<string?>("--template") { Description = "What it is made from, as 'vireo templates' names it." };
        var set = new Option<string[]>("--set") { Description = "A parameter of the template, as name=value.", DefaultValueFactory = _ => [] };
        var pool = new Option<string?>("--pool") { Description = "The resource pool that it draws from." };
        var within = new Option<string?>("--within") { Description = "How long it may take until it is undone, such as 30m; an hour without." };
        var file = new Option<string?>("-f", "--file") { Description = "A document of kind Deployment instead: a set with dependencies." };
        var deploy = new Command(
            "deploy", "Makes one machine, or a set with dependencies; what fails is undone.\n" +
            "Example: vireo deploy web-9 --template web-small\nExample: vireo deploy -f shop.yaml")
        {
            machine, template, set, pool, within, file,
        };
        foreach (var option in shared)
        {
            deploy.Add(option);
        }

        foreach (var verb in verbs)
        {
            deploy.Add(verb);
        }

        deploy.SetAction((arguments, cancellationToken) =>
        {
            if (arguments.GetValue(file) is { } path)
            {
                string text = Read(path, arguments.GetValue(machine));

                return send(
                    arguments,
                    client => client.PostTextAsync($"deployments?name={Uri.EscapeDataString(path)}", text, cancellationToken),
                    DeploymentView.Write);
            }

            string document = Document(
                arguments.GetValue(machine), arguments.GetValue(template), arguments.GetValue(set) ?? [],
                arguments.GetValue(pool), arguments.GetValue(within));

            return send(arguments, client => AskAsync(client, document, cancellationToken), DeploymentView.Write);
        });

        return deploy;
    }

    private static async Task<JsonElement> AskAsync(ServerClient client, string document, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PostTextAsync($"deployments?name={Options}", document, cancellationToken);
        }
        catch (ServerException refused) when (refused.Message.Contains($"{Options}:", StringComparison.Ordinal))
        {
            throw new ServerException(WithOptions(refused.Message, document), refused) { IsUsage = refused.IsUsage };
        }
    }

    /// <summary>A message about places of a document that was made from options, with the options in their
    /// stead.</summary>
    internal static string WithOptions(string message, string document)
    {
        string[] lines = document.ReplaceLineEndings("\n").Split('\n');

        return PlaceInOptions().Replace(
            message, place => $"{OptionAt(lines, int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1)}: ");
    }

    // Each key stands on a line of its own; what is none of the options is a parameter.
    private static string OptionAt(string[] lines, int line)
    {
        string key = lines[Math.Clamp(line, 0, lines.Length - 1)].TrimStart().Split('"').ElementAtOrDefault(1) ?? "";

        return key switch
        {
            "template" or "pool" or "within" => $"--{key}",
            "parameters" or "" => "--set",
            "name" or "machines" => "the machine's name",
            _ => $"--set {key}",
        };
    }

    [GeneratedRegex($"{Options}:([0-9]+):[0-9]+: ")]
    private static partial Regex PlaceInOptions();

    private static string Read(string path, string? machine)
    {
        if (machine is not null)
        {
            throw new UsageException("'vireo deploy' takes a machine's name or -f FILE, not both.");
        }

        return File.Exists(path) ? File.ReadAllText(path) : throw new UsageException($"There is no file '{path}'.");
    }

    private static string Document(string? machine, string? template, string[] set, string? pool, string? within)
    {
        if (machine is null || template is null)
        {
            throw new UsageException("'vireo deploy' needs a machine's name and --template, or -f FILE. See 'vireo deploy --help'.");
        }

        var wanted = new JsonObject { ["name"] = machine, ["template"] = template, ["parameters"] = Parameters(set) };
        if (pool is not null)
        {
            wanted["pool"] = pool;
        }

        var document = new JsonObject
        {
            ["apiVersion"] = "vireo/v1",
            ["kind"] = "Deployment",
            ["name"] = machine,
            ["machines"] = new JsonArray(wanted),
        };
        if (within is not null)
        {
            document["within"] = within;
        }

        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static JsonObject Parameters(string[] set)
    {
        var parameters = new JsonObject();
        foreach (string pair in set)
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new UsageException($"--set '{pair}' is not such as port=8080.");
            }

            parameters[pair[..at]] = pair[(at + 1)..];
        }

        return parameters;
    }
}
