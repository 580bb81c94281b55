using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo timeline [OBJECT]</c>: what happened, to everything or to one object with causes and
/// effects.</summary>
internal static class TimelineCommand
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        new("at", "at"), new("kind", "kind"), new("entity", "entity.value"), new("message", "message", Wraps: true),
        new("source", "source"),
    ];

    /// <summary>Builds the command.</summary>
    public static Command Create(SeriesCommands.Sender send)
    {
        var name = new Argument<string?>("object")
        {
            Description = "Kind and identifier, such as host/host-07 or vm/vm-0042, or a name that only one has; everything when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var since = new Option<string?>("--since")
        {
            Description = "From when on, for one object: a time such as 2026-11-30T08:00:00Z or how long back, such as 12h; 7d when left out.",
        };
        var following = new Option<string?>("--following")
        {
            Description = "All that followed from an event instead, directly or not: its key, such as decision/42.",
        };
        var limit = new Option<int>("--limit") { Description = "How many, at most 1000.", DefaultValueFactory = _ => 50 };
        var offset = new Option<int>("--offset") { Description = "How many of everything to leave out before." };
        var command = new Command(
            "timeline",
            "Lists what happened, newest first: to everything, or to one object with what it follows from and what followed.\n" +
            "Example: vireo timeline vm/vm-0042 --since 12h")
        {
            name, since, following, limit, offset,
        };
        foreach (var option in ServerCommands.Shared)
        {
            command.Add(option);
        }

        command.SetAction((arguments, cancellationToken) =>
        {
            int most = arguments.GetValue(limit);
            string? whose = arguments.GetValue(name);
            string? start = arguments.GetValue(since);
            if (arguments.GetValue(following) is { } key)
            {
                return whose is null && start is null
                    ? send(arguments, Get($"timeline/following/{Escaped(key)}?limit={most}", cancellationToken), TimelineView.Write)
                    : throw new UsageException("--following shows one event and what followed: leave OBJECT and --since out.");
            }

            if (whose is null)
            {
                return start is null
                    ? send(
                        arguments, Get($"timeline?limit={most}&offset={arguments.GetValue(offset)}", cancellationToken),
                        answer => TableView.Write(answer.GetProperty("items"), Columns))
                    : throw new UsageException("--since needs an object: 'vireo timeline host/host-07 --since 12h'.");
            }

            string from = start is null ? "" : $"&since={Uri.EscapeDataString(start)}";

            return send(
                arguments, Get($"timeline/{Escaped(whose)}?limit={most}{from}", cancellationToken),
                answer => Write(answer, whose));
        });

        return command;
    }

    private static Func<ServerClient, Task<JsonElement>> Get(string path, CancellationToken cancellationToken) =>
        client => client.GetAsync(path, cancellationToken);

    private static void Write(JsonElement answer, string whose)
    {
        var items = answer.GetProperty("items");
        TimelineView.Write(items);
        if (items.GetArrayLength() == 0)
        {
            Console.Error.WriteLine($"vireo: note: nothing is kept of '{whose}' since {answer.GetProperty("since").GetString()}.");
        }
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
