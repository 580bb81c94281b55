using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo series</c> and <c>vireo forecasts</c>: stored values and the outlook of one metric.</summary>
internal static class SeriesCommands
{
    /// <summary>Sends a request as the other commands do.</summary>
    internal delegate Task<int> Sender(
        ParseResult arguments, Func<ServerClient, Task<JsonElement>> ask, Action<JsonElement> show);

    /// <summary>Builds the command for stored values.</summary>
    public static Command Series(Sender send) => One(
        "series", "Reads a stored series.", "Example: vireo series vm/vm-0001 cpu.usage", SeriesView.WriteValues, send);

    /// <summary>Builds the command for forecasts.</summary>
    public static Command Forecasts(Sender send) => One(
        "forecasts", "Forecasts a series.", "Example: vireo forecasts vm/vm-0001 cpu.usage", SeriesView.WriteBands, send);

    private static Command One(
        string path, string description, string example, Action<JsonElement> show, Sender send)
    {
        var entity = new Argument<string>("entity") { Description = "Kind and identifier, e.g. vm/vm-0001 or host/host-01." };
        var metric = new Argument<string>("metric") { Description = "e.g. cpu.usage, mem.usage, cpu.ready." };
        var command = new Command(path, $"{description}\n{example}") { entity, metric };
        foreach (var option in ServerCommands.Shared)
        {
            command.Add(option);
        }

        command.SetAction((arguments, cancellationToken) => send(
            arguments,
            client => client.GetAsync(
                $"{path}?entity={Uri.EscapeDataString(arguments.GetRequiredValue(entity))}" +
                $"&metric={Uri.EscapeDataString(arguments.GetRequiredValue(metric))}",
                cancellationToken),
            show));

        return command;
    }
}
