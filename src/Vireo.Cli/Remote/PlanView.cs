using System.Globalization;
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
        WriteLines(Summary(plan));
        var names = Names(record);
        WriteActions(record, plan, names);
        WriteAll("Refused by a guard rail", record.GetProperty("refused"), names);
        WriteAll("Not done, and why", plan.GetProperty("refusals"), names);
        WriteLines(Wishes(plan));
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

    /// <summary>What a plan does, how far from the best it may be, and what it is worth in money; a line each.</summary>
    internal static IEnumerable<string> Summary(JsonElement plan)
    {
        yield return Text(plan, "summary");
        if (plan.TryGetProperty("optimalityGap", out var gap) && gap.ValueKind == JsonValueKind.Number)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Of what the placement costs that it leads to, at most {100 * gap.GetDouble():0.#} % could be saved by a " +
                $"better one.");
        }

        if (plan.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object)
        {
            yield return $"Expected to gain {Text(value, "benefit")} and to cost {Text(value, "cost")} {Text(value, "currency")}.";
        }
    }

    /// <summary>The wishes that stay broken, how often, what that costs and why; no line where none does.</summary>
    internal static IEnumerable<string> Wishes(JsonElement plan)
    {
        if (!plan.TryGetProperty("brokenWishes", out var wishes) || wishes.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        yield return "\nWishes that stay broken, and why";
        foreach (var wish in wishes.EnumerateArray())
        {
            string times = Text(wish, "times") == "1" ? "once" : $"{Text(wish, "times")} times";
            string worth = string.Create(CultureInfo.InvariantCulture, $"{wish.GetProperty("wattHours").GetDouble():0.#} Wh");
            yield return $"- {Text(wish, "wish")}, {times}, {worth} over the horizon: {Text(wish, "reason")}";
        }
    }

    /// <summary>What people call the machines of a plan, by identifier.</summary>
    internal static Dictionary<string, string> Names(JsonElement record) =>
        record.TryGetProperty("names", out var names) && names.ValueKind == JsonValueKind.Object
            ? names.EnumerateObject().ToDictionary(one => one.Name, one => DetailsView.Plain(one.Value), StringComparer.Ordinal)
            : [];

    /// <summary>An action as one line: its kind, what it is done to, and the rest by name.</summary>
    internal static string Words(JsonElement action, Dictionary<string, string> names) => string.Join(' ', action.EnumerateObject().Select(
        property => property.Name is "kind" or "virtualMachine" or "host"
            ? Called(DetailsView.Plain(property.Value), names)
            : Words(property)).Where(words => words.Length > 0));

    private static string Called(string id, Dictionary<string, string> names) => names.GetValueOrDefault(id, id);

    private static string Words(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Object when property.Name == "setting" => Terms(property.Value),
        JsonValueKind.Object when property.Name == "stage" =>
            $"{Text(property.Value, "kind").ToLowerInvariant()} {property.Value.GetProperty("changes").GetArrayLength()} objects",
        JsonValueKind.Array when property.Name == "losses" =>
            property.Value.GetArrayLength() is > 0 and var lost ? $"{lost} losses of machines" : "",
        JsonValueKind.Object when property.Value.TryGetProperty("version", out var version) => $"version {DetailsView.Plain(version)}",
        JsonValueKind.Object when property.Value.TryGetProperty("kind", out var kind) => DetailsView.Plain(kind),
        JsonValueKind.Object => DetailsView.Text(property.Value).ReplaceLineEndings(" ").Trim(),
        _ => $"{property.Name} {HumanText.Of(property.Value, HumanText.MeasureOf(property.Name, Measure.Plain)) ?? DetailsView.Plain(property.Value)}",
    };

    // Only what is promised or limited; a pool of a hundred machines has no room for their names.
    private static string Terms(JsonElement setting)
    {
        List<string> parts = [$"{Text(setting, "pool")} at {Text(setting, "provider")}"];
        var terms = setting.GetProperty("terms");
        foreach (string resource in (ReadOnlySpan<string>)["cpu", "memory", "network", "disk"])
        {
            var measure = HumanText.MeasureOf(resource, Measure.Plain);
            foreach (string key in (ReadOnlySpan<string>)["reservation", "limit"])
            {
                if (terms.TryGetProperty(resource, out var of) && of.TryGetProperty(key, out var amount) &&
                    amount.ValueKind == JsonValueKind.Number && amount.GetDouble() > 0)
                {
                    parts.Add($"{resource} {key} {HumanText.Of(amount, measure) ?? $"{DetailsView.Plain(amount)} MHz"}");
                }
            }
        }

        parts.Add($"{setting.GetProperty("virtualMachines").GetArrayLength()} machines");

        return string.Join(", ", parts);
    }

    private static void WriteActions(JsonElement record, JsonElement plan, Dictionary<string, string> names)
    {
        var outcomes = record.GetProperty("outcomes").EnumerateArray().ToDictionary(outcome => Text(outcome, "id"));
        var waiting = record.GetProperty("awaitingApproval").EnumerateArray().Select(id => id.GetString()).ToHashSet();
        int number = 0;
        foreach (var planned in plan.GetProperty("actions").EnumerateArray())
        {
            string id = Text(planned, "id");
            Console.WriteLine($"\n{++number}. {Words(planned.GetProperty("action"), names)}");
            Console.WriteLine($"   why: {Text(planned, "reason")}");
            Console.WriteLine($"   expected: {Text(planned, "expectedEffect")}");
            if (Text(planned, "instead") is { Length: > 1 } instead)
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

    private static void WriteAll(string title, JsonElement refusals, Dictionary<string, string> names)
    {
        if (refusals.GetArrayLength() == 0)
        {
            return;
        }

        Console.WriteLine($"\n{title}");
        foreach (var refusal in refusals.EnumerateArray())
        {
            var entity = refusal.GetProperty("entity");
            string subject = $"{Text(entity, "kind")} {Called(Text(entity, "value"), names)}";
            Console.WriteLine($"- {subject} ({Text(refusal, "rule")}): {Text(refusal, "reason")}");
        }
    }

    private static void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Console.WriteLine(line);
        }
    }

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? DetailsView.Plain(value) : "-";
}
