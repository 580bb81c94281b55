using System.CommandLine;
using System.Globalization;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo groups show</c>: one group, or what its users would notice under other conditions.</summary>
internal static class GroupCommands
{
    private static readonly string[] Changes = ["load", "cpus", "memoryGib"];

    /// <summary>Builds the command.</summary>
    public static Command Show(Noun noun, SeriesCommands.Sender send)
    {
        var id = new Argument<string>("id") { Description = "As the listing names it." };
        var whatIf = new Option<string?>("--what-if")
        {
            Description = "Other conditions for each replica: load=1.3 (times that of lately), cpus=-1, memoryGib=2 (more or less).",
        };
        var show = new Command(
            "show",
            "Details of one; with --what-if, response time, errors and loss under other conditions.\n" +
            $"Example: vireo {noun.Name} show {noun.ExampleId} --what-if load=1.3,cpus=-1")
        {
            id, whatIf,
        };
        show.SetAction((arguments, cancellationToken) =>
        {
            string path = $"{noun.Name}/{Uri.EscapeDataString(arguments.GetRequiredValue(id))}";

            return arguments.GetValue(whatIf) is { } changes
                ? send(
                    arguments, client => client.GetAsync($"{path}/service?{Query(changes)}", cancellationToken),
                    ServiceLevelView.Write)
                : send(arguments, client => client.GetAsync(path, cancellationToken), value => DetailsView.Write(value));
        });

        return show;
    }

    /// <summary>The query for a list of changes.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    internal static string Query(string changes) => string.Join('&', changes.Split(',').Select(change =>
    {
        string[] halves = change.Split('=', StringSplitOptions.TrimEntries);

        return halves.Length == 2 && Changes.Contains(halves[0]) &&
            double.TryParse(halves[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? $"{halves[0]}={Uri.EscapeDataString(value.ToString(CultureInfo.InvariantCulture))}"
                : throw new UsageException(
                    $"--what-if '{change}' is none of load=NUMBER, cpus=NUMBER and memoryGib=NUMBER, such as load=1.3,cpus=-1.");
    }));
}
