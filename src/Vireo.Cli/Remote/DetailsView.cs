using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Shows a JSON value as indented <c>name: value</c> lines for people; <c>--json</c> gives the value
/// itself.</summary>
internal static class DetailsView
{
    private const int NumbersShown = 12;

    /// <summary>Writes a value, each line after the indent.</summary>
    public static void Write(JsonElement value, string indent = "") => Console.Write(Text(value, indent));

    /// <summary>The lines, each ended.</summary>
    public static string Text(JsonElement value, string indent = "")
    {
        var text = new StringBuilder();
        Append(text, value, indent, Measure.Plain);

        return text.ToString();
    }

    /// <summary>One plain value, as short as it stays true.</summary>
    public static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble().ToString("0.###", CultureInfo.InvariantCulture),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null or JsonValueKind.Undefined => "-",
        _ => value.ToString() is { Length: > 0 } text ? text : "-",
    };

    private static void Append(StringBuilder text, JsonElement value, string indent, Measure measure)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            AppendItems(text, value, indent, measure);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                AppendProperty(text, property, indent, HumanText.MeasureOf(property.Name, measure));
            }
        }
        else
        {
            text.Append(indent).AppendLine(Shown(value, measure));
        }
    }

    private static void AppendProperty(StringBuilder text, JsonProperty property, string indent, Measure measure)
    {
        text.Append(indent).Append(Words(property.Name)).Append(':');
        if (IsPlain(property.Value))
        {
            // A name may look like a duration.
            bool isName = property.Name is "id" or "name" or "value";
            text.Append(' ').AppendLine(isName ? Plain(property.Value) : Shown(property.Value, measure));
        }
        else if (property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().All(IsPlain))
        {
            text.Append(' ').AppendLine(Row(property.Value));
        }
        else
        {
            text.AppendLine();
            Append(text, property.Value, indent + "  ", measure);
        }
    }

    private static void AppendItems(StringBuilder text, JsonElement items, string indent, Measure measure)
    {
        foreach (var item in items.EnumerateArray())
        {
            int start = text.Length;
            Append(text, item, indent + "  ", measure);
            if (text.Length > start + indent.Length)
            {
                text[start + indent.Length] = '-';
            }
        }
    }

    private static string Shown(JsonElement value, Measure measure) => HumanText.Of(value, measure) ?? Plain(value);

    private static string Row(JsonElement items)
    {
        int count = items.GetArrayLength();
        string shown = string.Join(", ", items.EnumerateArray().Take(NumbersShown).Select(Plain));

        return count == 0 ? "none" : count > NumbersShown ? $"{shown}, … ({count})" : shown;
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static string Words(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (char letter in name)
        {
            if (char.IsUpper(letter))
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
