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
    public static Command Create()
    {
        var files = new Option<string[]>("-f", "--file")
        {
            Description = "A file, or a folder of .yaml files; may be repeated.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would change and changes nothing." };
        var force = new Option<bool>("--force")
        {
            Description = "Without a replay of a policy that changes, whatever one would say; goes into the audit trail.",
        };
        var days = new Option<double?>("--replay-days")
        {
            Description = "How many days of the past a policy that changes is replayed over; 1 without.",
        };
        var prune = new Option<bool>("--prune")
        {
            Description = "Also takes pools, groups and templates out of force that were applied before and are in none of the files. " +
                "They are shown first, and you are asked.",
        };
        var yes = new Option<bool>("--yes") { Description = "With --prune: without asking." };
        var apply = new Command(
            "apply", "Puts documents of kind Policy, ResourcePool, VmGroup, Calendar, VmTemplate and Deployment in force, " +
            "all or none, from the next decision. A policy that changes is run over the fleet's own past first, and all of it " +
            "refused (3) where it is clearly worse.\n" +
            "Example: vireo apply -f fleet/ --dry-run")
        {
            files, dryRun, force, days, prune, yes,
        };
        foreach (var option in ServerCommands.Shared)
        {
            apply.Add(option);
        }

        apply.SetAction(async (arguments, cancellationToken) =>
        {
            var body = new JsonObject
            {
                ["files"] = new JsonArray([.. arguments.GetRequiredValue(files).SelectMany(ConfigurationLoader.FilesOf).Select(Content)]),
                ["dryRun"] = arguments.GetValue(dryRun),
                ["prune"] = arguments.GetValue(prune),
            };
            using var client = ServerCommands.Connect(arguments);
            if (arguments.GetValue(prune) && !arguments.GetValue(dryRun) && !arguments.GetValue(yes) &&
                !await MayDeleteAsync(client, body, cancellationToken))
            {
                Console.WriteLine("Nothing was changed.");

                return ExitCode.Done;
            }

            var answer = await client.PostAsync(
                $"apply?skipReplay={(arguments.GetValue(force) ? "true" : "false")}{ReplayWait.Days(arguments.GetValue(days))}",
                body, cancellationToken);
            bool asJson = ServerCommands.WantsJson(arguments);

            return answer.TryGetProperty("replay", out var replay) && replay.ValueKind == JsonValueKind.Object
                ? await FollowAsync(client, answer, replay, asJson, cancellationToken)
                : Write(answer, asJson);
        });

        return apply;
    }

    // Shown as a dry run would say it; asked only where something goes.
    private static async Task<bool> MayDeleteAsync(ServerClient client, JsonObject body, CancellationToken cancellationToken)
    {
        var foreseen = body.DeepClone().AsObject();
        foreseen["dryRun"] = true;
        var answer = await client.PostAsync("apply", foreseen, cancellationToken);
        List<JsonElement> gone =
            [.. answer.GetProperty("changes").EnumerateArray().Where(change => change.GetProperty("change").GetString() == "deleted")];
        if (gone.Count == 0)
        {
            return true;
        }

        Console.Error.WriteLine("Applied before, in none of the files, and taken out of force:");
        foreach (var change in gone)
        {
            Console.Error.WriteLine($"  {change.GetProperty("kind").GetString()} {change.GetProperty("name").GetString()}");
            foreach (var consequence in change.GetProperty("differences").EnumerateArray())
            {
                Console.Error.WriteLine($"    {consequence.GetString()}");
            }
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException("Nobody can be asked here: add --yes to take them out of force, or leave --prune out.");
        }

        Console.Error.Write("Go on? [y/N] ");

        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static async Task<int> FollowAsync(
        ServerClient client, JsonElement answer, JsonElement replay, bool asJson, CancellationToken cancellationToken)
    {
        if (!asJson)
        {
            WriteChanges(answer);
        }

        replay = await ReplayWait.ForEndAsync(client, replay, cancellationToken);
        ReplayView.Write(replay, asJson);

        return replay.GetProperty("isInForce").GetBoolean() ? ExitCode.Done : ReplayView.CodeOf(replay);
    }

    private static JsonNode Content(string path) => File.Exists(path)
        ? new JsonObject { ["name"] = path, ["text"] = File.ReadAllText(path) }
        : throw new UsageException($"There is no file or folder '{path}'.");

    private static int Write(JsonElement answer, bool asJson)
    {
        if (asJson)
        {
            TableView.WriteJson(answer);

            return ExitCode.Done;
        }

        WriteChanges(answer);
        Console.WriteLine(answer.GetProperty("isApplied").GetBoolean() ? "In force from the next decision." : "Nothing was changed.");

        return ExitCode.Done;
    }

    private static void WriteChanges(JsonElement answer)
    {
        foreach (var note in answer.GetProperty("notes").EnumerateArray())
        {
            Console.Error.WriteLine($"vireo: note: {note.GetString()}");
        }

        foreach (var change in answer.GetProperty("changes").EnumerateArray())
        {
            Console.WriteLine(
                $"{change.GetProperty("kind").GetString()} {change.GetProperty("name").GetString()}: {change.GetProperty("change").GetString()}");
            foreach (var difference in change.GetProperty("differences").EnumerateArray())
            {
                Console.WriteLine($"  {difference.GetString()}");
            }
        }
    }
}
