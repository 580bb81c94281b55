using System.Globalization;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A number not below zero, or a size in bytes with its unit.</summary>
internal sealed class AmountForm : ScalarForm<double>
{
    public override string Expected => "a number from 0, or a size such as 512MiB or 4GiB";

    public override JsonObject Schema() => new()
    {
        ["type"] = new JsonArray("number", "string"),
        ["minimum"] = 0,
        ["pattern"] = SizeText.Pattern,
    };

    public override JsonNode Write(double value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, out double value)
    {
        if (SizeText.TryParse(scalar.Text, out long bytes))
        {
            value = bytes;

            return true;
        }

        return double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && scalar.IsPlain && double.IsFinite(value) && value >= 0;
    }
}
