using System.Globalization;
using System.Text;
using System.Text.Json;
using Vireo.Cli.Commands;

namespace Vireo.Cli.Remote;

/// <summary>Shows a pool on one screen: its resources side by side, who enforces it, and its largest members.</summary>
internal static class PoolView
{
    private const int MembersShown = 10;
    private const int ResourceWidth = 12;

    private static readonly string[] Amounts =
        ["reservation", "limit", "entitlement", "used", "need", "lent", "borrowed", "missing"];

    /// <summary>Writes it.</summary>
    public static void Write(JsonElement details) => Console.Write(Text(details));

    /// <summary>The lines, each ended.</summary>
    public static string Text(JsonElement details)
    {
        var text = new StringBuilder();
        var pool = details.GetProperty("pool");
        string parent = pool.GetProperty("parent") is { ValueKind: JsonValueKind.String } above ? $" in {above.GetString()}" : "";
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Pool {Plain(pool, "pool")}{parent}, {Plain(pool, "kind").ToLowerInvariant()}, {Plain(pool, "allocation").ToLowerInvariant()}: " +
            $"{Plain(pool, "machines")} machines of cluster {Plain(details, "cluster")}");
        text.AppendLine();
        AppendResources(text, details, pool);
        foreach (var shortfall in details.GetProperty("shortfalls").EnumerateArray())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"! {shortfall.GetString()}");
        }

        AppendEnforcement(text, details.GetProperty("enforced"));
        AppendMembers(text, details.GetProperty("members"));

        return text.ToString();
    }

    private static void AppendResources(StringBuilder text, JsonElement details, JsonElement pool)
    {
        List<string[]> rows = [["", .. Amounts.Select(Title)]];
        foreach (string resource in PoolCommands.Resources)
        {
            var standing = pool.GetProperty(resource);
            rows.Add(
            [
                resource,
                .. Amounts.Select(amount => amount == "used"
                    ? Amount(details.GetProperty("used").GetProperty(resource), resource)
                    : amount == "need" && resource is "network" or "disk" ? "-"
                    : Amount(standing.GetProperty(amount), resource)),
            ]);
        }

        foreach (string[] row in rows)
        {
            text.AppendLine(string.Concat(row.Select((cell, at) =>
                at == 0 ? cell.PadRight(8) : cell.PadLeft(ResourceWidth))).TrimEnd());
        }
    }

    private static string Title(string amount) => amount switch
    {
        "reservation" => "reserved",
        "entitlement" => "entitled",
        _ => amount,
    };

    private static void AppendEnforcement(StringBuilder text, JsonElement settings)
    {
        text.AppendLine();
        if (settings.GetArrayLength() == 0)
        {
            text.AppendLine("Nobody enforces it yet.");
        }

        foreach (var setting in settings.EnumerateArray())
        {
            bool isPart = setting.TryGetProperty("notEnforced", out var not) && not.ValueKind == JsonValueKind.Array;
            string[] left = isPart ? [.. not.EnumerateArray().Select(one => one.GetString()!.ToLowerInvariant())] : [];
            int machines = setting.GetProperty("virtualMachines").GetArrayLength();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Plain(setting, "provider")} enforces it for {machines} machines" +
                $"{(left.Length > 0 ? $", but not {string.Join(", ", left)}" : "")}.");
        }
    }

    private static void AppendMembers(StringBuilder text, JsonElement members)
    {
        int count = members.GetArrayLength();
        if (count == 0)
        {
            return;
        }

        text.AppendLine();
        text.AppendLine("Machines that draw from it directly, by the CPU that each is entitled to:");
        foreach (var member in members.EnumerateArray()
            .OrderByDescending(member => member.GetProperty("cpuMhz").GetDouble()).Take(MembersShown))
        {
            string cpu = Amount(member.GetProperty("cpuMhz"), "cpu");
            string memory = Amount(member.GetProperty("memoryBytes"), "memory");
            text.AppendLine(
                CultureInfo.InvariantCulture, $"  {Plain(member, "vm"),-24}{cpu,ResourceWidth}{memory,ResourceWidth}");
        }

        if (count > MembersShown)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {count - MembersShown} more: --json has all.");
        }
    }

    private static string Amount(JsonElement value, string resource) => value.ValueKind != JsonValueKind.Number
        ? "-"
        : resource == "cpu"
            ? string.Create(CultureInfo.InvariantCulture, $"{value.GetDouble():0} MHz")
            : HumanText.Of(value, HumanText.MeasureOf(resource, Measure.Plain)) ?? DetailsView.Plain(value);

    private static string Plain(JsonElement value, string name) => DetailsView.Plain(value.GetProperty(name));
}
