using System.Globalization;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A whole number within bounds.</summary>
internal sealed class IntegerForm(int minimum, int maximum) : ScalarForm<int>
{
    public override string Expected => $"a whole number from {minimum} to {maximum}";

    public override JsonObject Schema() =>
        new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };

    public override JsonNode Write(int value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, out int value) =>
        int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && scalar.IsPlain && value >= minimum && value <= maximum;
}
