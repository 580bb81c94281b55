using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A duration with its unit.</summary>
internal sealed class DurationForm(TimeSpan minimum, TimeSpan maximum) : ScalarForm<TimeSpan>
{
    public override string Expected =>
        $"a duration from {DurationText.Format(minimum)} to {DurationText.Format(maximum)}, such as 30s, 5m, 1h or 2d";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = @"^([0-9.]+d)?([0-9.]+h)?([0-9.]+m)?([0-9.]+s)?([0-9.]+ms)?$",
        ["minLength"] = 2,
        ["description"] = char.ToUpperInvariant(Expected[0]) + Expected[1..] + ".",
    };

    public override JsonNode Write(TimeSpan value) => JsonValue.Create(DurationText.Format(value));

    protected override bool TryParse(YamlScalar scalar, out TimeSpan value) =>
        DurationText.TryParse(scalar.Text, out value) && value >= minimum && value <= maximum;

    protected override string Hint(string text) =>
        double.TryParse(text, out _) ? $" A number alone has no unit: write {text}s or {text}m." : "";
}
