using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo rules preview FILE</c>: how often rules would have fired on a server's history.</summary>
internal static class RulePreviewCommand
{
    // A month of a large fleet is minutes of work.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly IReadOnlyList<Column> Columns =
    [
        new("rule", "name"), new("fired", "fired"), new("objects", "entities"), new("longest", "longest"),
        new("last", "lastAt"),
    ];

    /// <summary>Builds the command.</summary>
    public static Command Create(SeriesCommands.Sender send)
    {
        var file = new Argument<string>("file")
        {
            Description = "A rule file as Prometheus has it, or a document of kind AlertRules.",
        };
        var since = new Option<string>("--since")
        {
            Description = "How far back, such as 12h, at most 30d.",
            DefaultValueFactory = _ => "7d",
        };
        var cluster = new Option<string?>("--cluster") { Description = "On whose history, where there are several clusters." };
        var command = new Command(
            "preview",
            "Says how often rules would have fired on the history that a server keeps; nothing is put in force.\n" +
            "Example: vireo rules preview alerts.yaml --since 7d")
        {
            file, since, cluster,
        };
        foreach (var option in ServerCommands.Shared)
        {
            command.Add(option);
        }

        command.SetAction(async (arguments, cancellationToken) =>
        {
            string path = arguments.GetRequiredValue(file);
            string text = RulesCommand.ReadText(path);
            string of = arguments.GetValue(cluster) is { } name ? $"&cluster={Uri.EscapeDataString(name)}" : "";

            return await send(
                arguments,
                client => client.PostTextAsync(
                    $"rules/preview?since={Uri.EscapeDataString(arguments.GetRequiredValue(since))}" +
                    $"&file={Uri.EscapeDataString(Path.GetFileName(path))}{of}",
                    text, Patience, cancellationToken),
                Write);
        });

        return command;
    }

    private static void Write(JsonElement preview)
    {
        var rules = preview.GetProperty("rules");
        TableView.Write(rules, Columns);
        foreach (var rule in rules.EnumerateArray().Where(rule => rule.GetProperty("unkept").GetArrayLength() > 0))
        {
            var unkept = rule.GetProperty("unkept").EnumerateArray().Select(series => series.GetString());
            Console.Error.WriteLine(
                $"vireo: note: {rule.GetProperty("name").GetString()} reads {string.Join(", ", unkept)}, " +
                "of which nothing is kept.");
        }

        foreach (var failure in preview.GetProperty("failures").EnumerateArray())
        {
            Console.Error.WriteLine($"vireo: note: {failure.GetString()}");
        }

        Console.Error.WriteLine(
            $"vireo: note: asked {preview.GetProperty("looks").GetInt32()} times from {At(preview, "from")} to {At(preview, "to")}, " +
            "with the hosts and machines of today.");
    }

    private static string At(JsonElement preview, string name) =>
        preview.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
