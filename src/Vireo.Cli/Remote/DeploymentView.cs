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
                $"{++number}. {Text(step, "kind")} {Text(step, "machine")}: {Text(step, "status")} {Text(step, "startedAt")} " +
                $"{Text(step, "detail")}".TrimEnd());
        }
    }

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? DetailsView.Plain(value) : "-";
}
