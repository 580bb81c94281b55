using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo delete</c>: takes one document out of force on a running server.</summary>
internal static class DeleteCommand
{
    private static readonly (string[] Words, string Path)[] Kinds =
    [
        (["pool", "pools", "ResourcePool"], "pools"),
        (["group", "groups", "VmGroup"], "groups"),
        (["template", "templates", "VmTemplate"], "templates"),
        (["deployment", "deployments", "Deployment"], "deployments"),
    ];

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = "pool, group, template or deployment." };
        var name = new Argument<string>("name") { Description = "As the listing names it." };
        var cluster = new Option<string?>("--cluster") { Description = "Which cluster, where there are several." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would become of what belongs to it and changes nothing." };
        var force = new Option<bool>("--force") { Description = "Although machines belong to it; what refers to it always keeps it." };
        var delete = new Command(
            "delete", "Takes a pool, group or template out of force from the next decision, and cancels a deployment; no machine is lost with " +
            "the first three. Refused while others depend on it.\nExample: vireo delete pool shop --dry-run")
        {
            kind, name, cluster, dryRun, force,
        };
        foreach (var option in ServerCommands.Shared)
        {
            delete.Add(option);
        }

        delete.SetAction(async (arguments, cancellationToken) =>
        {
            string path = PathOf(arguments.GetRequiredValue(kind));
            bool isCancelled = path == "deployments";
            if (isCancelled && (arguments.GetValue(dryRun) || arguments.GetValue(force)))
            {
                throw new UsageException("A deployment is cancelled with all that was made of it; it takes neither --dry-run nor --force.");
            }

            List<string> query = [];
            query.AddRange(arguments.GetValue(cluster) is { } where ? [$"cluster={Uri.EscapeDataString(where)}"] : []);
            query.AddRange(arguments.GetValue(dryRun) ? ["dryRun=true"] : []);
            query.AddRange(arguments.GetValue(force) ? ["force=true"] : []);
            using var client = ServerCommands.Connect(arguments);
            var answer = await client.DeleteAsync(
                $"{path}/{Uri.EscapeDataString(arguments.GetRequiredValue(name))}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}",
                cancellationToken);
            if (ServerCommands.WantsJson(arguments))
            {
                TableView.WriteJson(answer);
            }
            else if (isCancelled)
            {
                DeploymentView.Write(answer);
            }
            else
            {
                Write(answer);
            }

            return ExitCode.Done;
        });

        return delete;
    }

    private static string PathOf(string kind)
    {
        if (kind.Equals("policy", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException("A policy is always in force: put another one there with 'vireo policy set FILE' or 'vireo apply -f FILE'.");
        }

        return Kinds.FirstOrDefault(known => known.Words.Contains(kind, StringComparer.OrdinalIgnoreCase)).Path
            ?? throw new UsageException($"'{kind}' is none of pool, group, template and deployment.");
    }

    private static void Write(JsonElement answer)
    {
        bool isRemoved = answer.GetProperty("isRemoved").GetBoolean();
        Console.WriteLine(
            $"{answer.GetProperty("kind").GetString()} {answer.GetProperty("name").GetString()}: " +
            (isRemoved ? "out of force from the next decision" : "would be out of force"));
        foreach (var consequence in answer.GetProperty("consequences").EnumerateArray())
        {
            Console.WriteLine($"  {consequence.GetString()}");
        }

        if (!isRemoved)
        {
            Console.WriteLine("Nothing was changed.");
        }
    }
}
