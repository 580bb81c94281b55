using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Shows a plan as an operator reads it: what, why, what for, and what became of it.</summary>
internal static class PlanView
{
    /// <summary>Writes a plan with its review and outcomes.</summary>
    public static void Write(JsonElement record)
    {
        var receipt = record.GetProperty("receipt");
        var plan = record.GetProperty("plan");
        Console.WriteLine($"Plan {Text(receipt, "id")}, {Text(receipt, "at")}: {Text(record, "status")}");
        Console.WriteLine(Text(plan, "summary"));
        WriteActions(record, plan);
        WriteAll("Refused by a guard rail", record.GetProperty("refused"));
        WriteAll("Not done, and why", plan.GetProperty("refusals"));
        if (Text(record, "decidedBy") is { Length: > 1 } person)
        {
            Console.WriteLine($"\nDecided by {person}");
        }

        if (record.TryGetProperty("effect", out var effect) && effect.ValueKind == JsonValueKind.Object)
        {
            Console.WriteLine("\nMeasured effect");
            DetailsView.Write(effect, "   ");
        }

        if (record.TryGetProperty("ledger", out var ledger) && ledger.ValueKind == JsonValueKind.Object)
        {
            Console.WriteLine("\nPromised and measured");
            DetailsView.Write(ledger, "   ");
        }
    }

    /// <summary>An action as one line: its kind, what it is done to, and the rest by name.</summary>
    private static string Words(JsonElement action) => string.Join(' ', action.EnumerateObject().Select(
        property => property.Name is "kind" or "virtualMachine" or "host"
            ? DetailsView.Plain(property.Value)
            : $"{property.Name} {DetailsView.Plain(property.Value)}"));

    private static void WriteActions(JsonElement record, JsonElement plan)
    {
        var outcomes = record.GetProperty("outcomes").EnumerateArray().ToDictionary(outcome => Text(outcome, "id"));
        var waiting = record.GetProperty("awaitingApproval").EnumerateArray().Select(id => id.GetString()).ToHashSet();
        int number = 0;
        foreach (var planned in plan.GetProperty("actions").EnumerateArray())
        {
            string id = Text(planned, "id");
            Console.WriteLine($"\n{++number}. {Words(planned.GetProperty("action"))}");
            Console.WriteLine($"   why: {Text(planned, "reason")}");
            Console.WriteLine($"   expected: {Text(planned, "expectedEffect")}");
            if (Text(planned, "instead") is { Length: > 0 } instead)
            {
                Console.WriteLine($"   instead: {instead}");
            }

            if (outcomes.TryGetValue(id, out var outcome))
            {
                Console.WriteLine($"   {Text(outcome, "status")}: {Text(outcome, "detail")}");
            }
            else if (waiting.Contains(id))
            {
                Console.WriteLine("   waits for a person: vireo plans approve or reject");
            }
        }
    }

    private static void WriteAll(string title, JsonElement refusals)
    {
        if (refusals.GetArrayLength() == 0)
        {
            return;
        }

        Console.WriteLine($"\n{title}");
        foreach (var refusal in refusals.EnumerateArray())
        {
            var entity = refusal.GetProperty("entity");
            string subject = $"{Text(entity, "kind")} {Text(entity, "value")}";
            Console.WriteLine($"- {subject} ({Text(refusal, "rule")}): {Text(refusal, "reason")}");
        }
    }

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? DetailsView.Plain(value) : "-";
}
