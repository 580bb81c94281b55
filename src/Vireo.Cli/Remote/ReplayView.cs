using System.Globalization;
using System.Text.Json;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Remote;

/// <summary>Shows two policies side by side on the same past.</summary>
internal static class ReplayView
{
    private static readonly (string Title, string Name, string Format)[] Rows =
    [
        ("energy kWh", "energyKwh", "0.0"),
        ("moves", "migrations", "0"),
        ("failed moves", "failedMigrations", "0"),
        ("regretted moves", "regrettedMigrations", "0"),
        ("rules broken, minutes", "ruleBreachMinutes", "0"),
        ("without spare host, minutes", "spareBreachMinutes", "0"),
        ("contention, minutes", "contentionMinutes", "0"),
        ("machine time short of CPU", "sloViolationRatio", "P2"),
        ("CPU not served", "unservedRatio", "P3"),
        ("hosts at work", "meanActiveHosts", "0.0"),
        ("host shutdowns", "hostShutdowns", "0"),
        ("machines lost", "vmsLost", "0"),
        ("incidents", "incidents", "0"),
        ("decisions", "decisions", "0"),
    ];

    /// <summary>Writes it.</summary>
    public static void Write(JsonElement job, bool asJson)
    {
        if (asJson)
        {
            TableView.WriteJson(job);
            return;
        }

        if (job.TryGetProperty("comparison", out var comparison) && comparison.ValueKind == JsonValueKind.Object)
        {
            WriteFigures(comparison);
        }

        Console.WriteLine(job.GetProperty("outcome").GetString());
    }

    /// <summary>How a command that asked for it ends.</summary>
    public static int CodeOf(JsonElement job) =>
        !job.TryGetProperty("comparison", out var comparison) || comparison.ValueKind != JsonValueKind.Object ? ExitCode.Failed
        : comparison.GetProperty("verdict").GetProperty("isAcceptable").GetBoolean() ? ExitCode.Done
        : ExitCode.Negative;

    private static void WriteFigures(JsonElement comparison)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"From {Text(comparison, "from")} to {Text(comparison, "to")}; {comparison.GetProperty("coverage").GetDouble():P0} of the demand was measured."));
        foreach (var note in comparison.GetProperty("notes").EnumerateArray())
        {
            Console.WriteLine(note.GetString());
        }

        var (current, candidate) = (comparison.GetProperty("current"), comparison.GetProperty("candidate"));
        Console.WriteLine($"\n{"",-28}{"in force",16}{"asked",16}");
        Console.WriteLine($"{"policy",-28}{Text(current, "policy"),16}{Text(candidate, "policy"),16}");
        foreach (var (title, name, format) in Rows)
        {
            Console.WriteLine($"{title,-28}{Number(current, name, format),16}{Number(candidate, name, format),16}");
        }

        Console.WriteLine();
        foreach (var objection in comparison.GetProperty("verdict").GetProperty("objections").EnumerateArray())
        {
            Console.WriteLine($"- {objection.GetString()}");
        }
    }

    private static string Number(JsonElement owner, string name, string format) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble().ToString(format, CultureInfo.InvariantCulture)
            : "-";

    private static string Text(JsonElement owner, string name) => DetailsView.Plain(owner.GetProperty(name));
}
