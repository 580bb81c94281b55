using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo apply</c>: puts documents in force on a running server, all or none.</summary>
internal static class ApplyCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="send">Asks the server and shows the answer.</param>
    /// <param name="shared">The options of all commands that ask a server.</param>
    public static Command Create(
        Func<ParseResult, Func<ServerClient, Task<JsonElement>>, Action<JsonElement>, Task<int>> send, IEnumerable<Option> shared)
    {
        var files = new Option<string[]>("-f", "--file")
        {
            Description = "A file, or a folder of .yaml files; may be repeated.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would change and changes nothing." };
        var apply = new Command(
            "apply", "Puts documents of kind Policy, ResourcePool, VmGroup, VmTemplate and Deployment in force, all or none, from the next " +
            "decision.\nExample: vireo apply -f fleet/ --dry-run")
        {
            files, dryRun,
        };
        foreach (var option in shared)
        {
            apply.Add(option);
        }

        apply.SetAction((arguments, cancellationToken) =>
        {
            var body = new JsonObject
            {
                ["files"] = new JsonArray([.. arguments.GetRequiredValue(files).SelectMany(ConfigurationLoader.FilesOf).Select(Content)]),
                ["dryRun"] = arguments.GetValue(dryRun),
            };

            return send(arguments, client => client.PostAsync("apply", body, cancellationToken), Write);
        });

        return apply;
    }

    private static JsonNode Content(string path) => File.Exists(path)
        ? new JsonObject { ["name"] = path, ["text"] = File.ReadAllText(path) }
        : throw new UsageException($"There is no file or folder '{path}'.");

    private static void Write(JsonElement answer)
    {
        foreach (var change in answer.GetProperty("changes").EnumerateArray())
        {
            Console.WriteLine(
                $"{change.GetProperty("kind").GetString()} {change.GetProperty("name").GetString()}: {change.GetProperty("change").GetString()}");
            foreach (var difference in change.GetProperty("differences").EnumerateArray())
            {
                Console.WriteLine($"  {difference.GetString()}");
            }
        }

        Console.WriteLine(answer.GetProperty("isApplied").GetBoolean() ? "In force from the next decision." : "Nothing was changed.");
    }
}
