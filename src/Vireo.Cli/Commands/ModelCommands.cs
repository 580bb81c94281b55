using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo models show</c>: every model that was tried for what one entity does, and why it was taken or
/// left out.</summary>
internal static class ModelCommands
{
    /// <summary>Builds the command.</summary>
    public static Command Show(Noun noun, SeriesCommands.Sender send)
    {
        var entity = new Argument<string>("entity") { Description = "As the listing names it." };
        var metric = new Option<string?>("--metric") { Description = "Only this one, e.g. cpu.usage." };
        var show = new Command(
            "show",
            "Every model tried for an entity, how good it was beside naive, and why it was taken or left out.\n" +
            $"Example: vireo {noun.Name} show {noun.ExampleId} --metric cpu.usage")
        {
            entity, metric,
        };
        show.SetAction((arguments, cancellationToken) => send(
            arguments,
            client => AskAsync(
                client, arguments.GetRequiredValue(entity), arguments.GetValue(metric), cancellationToken),
            ModelsView.Write));

        return show;
    }

    private static async Task<JsonElement> AskAsync(
        ServerClient client, string entity, string? metric, CancellationToken cancellationToken)
    {
        string which = metric is null ? "" : $"&metric={Uri.EscapeDataString(metric)}";
        var answer = await client.GetAsync(
            $"models?limit=1000&entity={Uri.EscapeDataString(entity)}{which}", cancellationToken);

        return answer.GetProperty("items").GetArrayLength() > 0
            ? answer
            : throw new ServerException(
                $"No model knows {entity} {metric ?? "in any metric"}. 'vireo models' lists what is forecast.");
    }
}
