using System.CommandLine;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo policy</c>: what is in force, and its change, which goes through a replay.</summary>
internal static class PolicyCommand
{
    private static readonly Option<string?> Cluster = new("--cluster")
    {
        Description = "Which cluster, where there are several.",
        Recursive = true,
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var policy = new Command("policy", "Shows the policy in force, as a document that can be edited and set.\nExample: vireo policy")
        {
            Cluster, Set(),
        };
        foreach (var option in ServerCommands.Shared)
        {
            policy.Add(option);
        }

        policy.SetAction(async (arguments, cancellationToken) =>
        {
            using var client = ServerCommands.Connect(arguments);
            var answer = await client.GetAsync($"policy{Query(arguments, "?")}", cancellationToken);

            // JSON is YAML: what is printed can be saved, edited and set again.
            TableView.WriteJson(answer);

            return ExitCode.Done;
        });

        return policy;
    }

    private static Command Set()
    {
        var file = new Argument<string>("file") { Description = "A YAML file with a document of kind Policy." };
        var force = new Option<bool>("--force") { Description = "Without a replay, whatever one would say; goes into the audit trail." };
        var days = new Option<double?>("--replay-days") { Description = "How many days of the past it is replayed over; 1 without." };
        var set = new Command(
            "set",
            "Puts a policy in force. It is run over the fleet's own past first, and refused (3) where it is clearly worse.\n" +
            "Example: vireo policy set save-energy.yaml")
        {
            file, force, days,
        };
        set.SetAction(async (arguments, cancellationToken) =>
        {
            using var client = ServerCommands.Connect(arguments);
            string path = $"policy?skipReplay={(arguments.GetValue(force) ? "true" : "false")}" +
                ReplayWait.Days(arguments.GetValue(days)) + Query(arguments, "&");
            var answer = await client.PutTextAsync(path, PolicyDocumentFile.Read(arguments.GetRequiredValue(file)), cancellationToken);
            if (!answer.TryGetProperty("putsInForce", out _))
            {
                Console.WriteLine("in force from the next decision, without a replay");

                return ExitCode.Done;
            }

            answer = await ReplayWait.ForEndAsync(client, answer, cancellationToken);
            ReplayView.Write(answer, ServerCommands.WantsJson(arguments));

            return answer.GetProperty("isInForce").GetBoolean() ? ExitCode.Done : ReplayView.CodeOf(answer);
        });

        return set;
    }

    private static string Query(ParseResult arguments, string before) =>
        arguments.GetValue(Cluster) is { } cluster ? $"{before}cluster={Uri.EscapeDataString(cluster)}" : "";
}
