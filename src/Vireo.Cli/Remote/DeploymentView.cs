using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Shows a deployment as an operator reads it: how far it has come, and each step.</summary>
internal static class DeploymentView
{
    /// <summary>Writes it.</summary>
    public static void Write(JsonElement record)
    {
        var deployment = record.GetProperty("deployment");
        Console.WriteLine($"Deployment {Text(deployment, "id")}: {Text(deployment, "status")}");
        Console.WriteLine($"asked for by {Text(deployment, "requestedBy")} at {Text(deployment, "requestedAt")}");
        if (Text(deployment, "evidence") is { Length: > 1 } evidence)
        {
            Console.WriteLine(evidence);
        }

        if (Text(deployment, "reason") is { Length: > 1 } reason)
        {
            Console.WriteLine(reason);
        }

        if (Text(record, "waits") is { Length: > 1 } waits)
        {
            Console.WriteLine(waits);
        }

        foreach (var machine in deployment.GetProperty("machines").EnumerateArray())
        {
            var after = machine.GetProperty("after").EnumerateArray().Select(DetailsView.Plain).ToList();
            Console.WriteLine(
                $"- {Text(machine, "name")} from {Text(machine, "template")}" +
                (after.Count > 0 ? $", after {string.Join(", ", after)}" : ""));
        }

        int number = 0;
        foreach (var step in record.GetProperty("steps").EnumerateArray())
        {
            Console.WriteLine(
                string.Join(' ', new[]
                {
                    $"{++number}. {Text(step, "kind")} {Text(step, "machine")}: {Text(step, "status")}", Said(step, "startedAt"), Said(step, "detail"),
                }.Where(part => part.Length > 0)));
        }
    }

    // A step that was never sent has no time, and one that went well may have no more to say.
    private static string Said(JsonElement owner, string name) => Text(owner, name) is { Length: > 1 } text ? text : "";

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? DetailsView.Plain(value) : "-";
}
