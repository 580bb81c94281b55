using System.Globalization;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>An instant with its offset from UTC.</summary>
internal sealed class InstantForm : ScalarForm<DateTimeOffset>
{
    private const int FirstYear = 2000;
    private const int LastYear = 2200;

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    public override string Expected => $"an instant from {FirstYear} to {LastYear}, such as 2026-03-05T20:00Z or 2026-03-05T20:00+01:00";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})$",
    };

    public override JsonNode Write(DateTimeOffset value) =>
        JsonValue.Create(value.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    protected override bool TryParse(YamlScalar scalar, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(
            scalar.Text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value)
        && (scalar.Text.EndsWith('Z') || scalar.Text.LastIndexOfAny(['+', '-']) > 10)
        && value.Year is >= FirstYear and < LastYear;

    protected override string Hint(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, out _) ? " It has no offset from UTC: end it with Z or +01:00." : "";
}
