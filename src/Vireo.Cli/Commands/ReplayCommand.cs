using System.CommandLine;
using System.Globalization;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo replay</c>: what another policy would have made of the fleet's own past.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string> Policy = new("--policy")
    {
        Description = "A YAML file with a document of kind Policy.",
        Required = true,
    };

    private static readonly Option<double?> Days = new("--days") { Description = "How many days back; 7 without." };
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Start of the window, UTC, instead of --days." };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "End of the window, UTC; now without." };

    private static readonly Option<string?> Cluster = new("--cluster") { Description = "Which cluster, where there are several." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var replay = new Command(
            "replay",
            "Runs a policy and the one in force over the fleet's own past, and compares; 3 where it is clearly worse.\n" +
            "Example: vireo replay --policy save-energy.yaml --days 30")
        {
            Policy, Days, From, To, Cluster,
        };
        foreach (var option in ServerCommands.Shared)
        {
            replay.Add(option);
        }

        replay.SetAction(async (arguments, cancellationToken) =>
        {
            using var client = ServerCommands.Connect(arguments);
            string document = PolicyDocumentFile.Read(arguments.GetRequiredValue(Policy));
            var job = await client.PostTextAsync($"replays{Query(arguments)}", document, cancellationToken);
            job = await ReplayWait.ForEndAsync(client, job, cancellationToken);
            ReplayView.Write(job, ServerCommands.WantsJson(arguments));

            return ReplayView.CodeOf(job);
        });

        return replay;
    }

    private static string Query(ParseResult arguments)
    {
        List<string> parts = [];
        if (arguments.GetValue(Days) is { } days)
        {
            parts.Add($"days={days.ToString(CultureInfo.InvariantCulture)}");
        }

        foreach (var (name, option) in new[] { ("from", From), ("to", To) })
        {
            if (arguments.GetValue(option) is { } at)
            {
                parts.Add($"{name}={Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture))}");
            }
        }

        if (arguments.GetValue(Cluster) is { } cluster)
        {
            parts.Add($"cluster={Uri.EscapeDataString(cluster)}");
        }

        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }
}
