using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Yes or no.</summary>
internal sealed class FlagForm : ScalarForm<bool>
{
    public override string Expected => "true or false";

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    public override JsonNode Write(bool value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, out bool value)
    {
        value = scalar.Text == "true";

        return scalar.IsPlain && scalar.Text is "true" or "false";
    }
}
