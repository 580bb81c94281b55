using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo series</c> and <c>vireo forecasts</c>: stored values and the outlook of one metric.</summary>
internal static class SeriesCommands
{
    private static readonly Column[] Forecast =
    [
        new("entity", "entity"), new("metric", "metric"), new("unit", "unit"), new("model", "model"), new("error", "error"),
        new("naive", "naiveError"), new("coverage", "coverage", ColumnFormat.Ratio),
    ];

    /// <summary>Sends a request as the other commands do.</summary>
    internal delegate Task<int> Sender(
        ParseResult arguments, Func<ServerClient, Task<JsonElement>> ask, Action<JsonElement> show);

    /// <summary>Builds the command for stored values.</summary>
    public static Command Series(Sender send)
    {
        var (entity, metric) = Key(ArgumentArity.ExactlyOne);
        var command = new Command("series", "Reads a stored series.\nExample: vireo series vm/vm-0001 cpu.usage") { entity, metric };
        AddShared(command);
        command.SetAction((arguments, cancellationToken) => send(
            arguments,
            client => client.GetAsync(
                One("series", arguments.GetRequiredValue(entity)!, arguments.GetRequiredValue(metric)!), cancellationToken),
            SeriesView.WriteValues));

        return command;
    }

    /// <summary>Builds the command for forecasts; without a series it lists those that are forecast.</summary>
    public static Command Forecasts(Sender send)
    {
        var (entity, metric) = Key(ArgumentArity.ZeroOrOne);
        var limit = new Option<int>("--limit")
        {
            Description = "How many rows of the list, at most 1000.",
            DefaultValueFactory = _ => 50,
        };
        var offset = new Option<int>("--offset") { Description = "How many rows of the list to leave out before." };
        var command = new Command(
            "forecasts",
            "Forecasts a series; without one, lists the series that are forecast.\n" +
            "Example: vireo forecasts vm/vm-0001 cpu.usage")
        {
            entity, metric, limit, offset,
        };
        AddShared(command);
        command.SetAction((arguments, cancellationToken) =>
        {
            if (arguments.GetValue(entity) is not { } of)
            {
                string page = $"models?limit={arguments.GetValue(limit)}&offset={arguments.GetValue(offset)}";

                return send(
                    arguments, client => client.GetAsync(page, cancellationToken),
                    answer => TableView.Write(answer.GetProperty("items"), Forecast));
            }

            string what = arguments.GetValue(metric) ?? throw new UsageException(
                $"Name the metric of {of} too, as in 'vireo forecasts {of} cpu.usage'. 'vireo forecasts' lists what is forecast.");

            return send(
                arguments, client => client.GetAsync(One("forecasts", of, what), cancellationToken), SeriesView.WriteBands);
        });

        return command;
    }

    private static (Argument<string?> Entity, Argument<string?> Metric) Key(ArgumentArity arity) => (
        new("entity") { Description = "Kind and identifier, e.g. vm/vm-0001 or host/host-01.", Arity = arity },
        new("metric") { Description = "e.g. cpu.usage, mem.usage, cpu.ready.", Arity = arity });

    private static string One(string path, string entity, string metric) =>
        $"{path}?entity={Uri.EscapeDataString(entity)}&metric={Uri.EscapeDataString(metric)}";

    private static void AddShared(Command command)
    {
        foreach (var option in ServerCommands.Shared)
        {
            command.Add(option);
        }
    }
}
