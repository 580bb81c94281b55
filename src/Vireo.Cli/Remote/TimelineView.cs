using System.Globalization;
using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Shows the time line of one object: each event with what it follows from and what followed.</summary>
internal static class TimelineView
{
    /// <summary>Writes events in the order of the answer.</summary>
    public static void Write(JsonElement events)
    {
        foreach (var happened in events.EnumerateArray())
        {
            Console.WriteLine(
                $"{At(happened)}  {Text(happened, "kind"),-13}  {Text(happened, "object")}  {Text(happened, "message")}");
            Console.WriteLine($"{Indent}by {Text(happened, "source")}{Plan(happened)}");
            WriteAll(happened, "causes", "after:   ");
            WriteAll(happened, "effects", "followed:");
        }
    }

    private static string Indent { get; } = new(' ', 22);

    private static string Plan(JsonElement happened)
    {
        string plan = happened.GetProperty("receipt").ValueKind == JsonValueKind.Number ? $", plan {Text(happened, "receipt")}" : "";
        string trace = happened.GetProperty("trace").ValueKind == JsonValueKind.String ? $", trace {Text(happened, "trace")}" : "";

        return $"{plan}{trace}, key {Text(happened, "key")}";
    }

    private static void WriteAll(JsonElement happened, string links, string word)
    {
        foreach (var link in happened.GetProperty(links).EnumerateArray())
        {
            Console.WriteLine($"{Indent}{word} {At(link)} {Text(link, "object")}: {Text(link, "message")}");
        }
    }

    private static string At(JsonElement happened) =>
        happened.GetProperty("at").GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => DetailsView.Plain(element.GetProperty(name));
}
