using System.Globalization;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A plain number within bounds.</summary>
internal sealed class NumberForm(double minimum, double maximum, string what = "a number") : ScalarForm<double>
{
    public override string Expected => $"{what} from {Text(minimum)} to {Text(maximum)}";

    public override JsonObject Schema() =>
        new() { ["type"] = "number", ["minimum"] = minimum, ["maximum"] = maximum };

    public override JsonNode Write(double value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, out double value) =>
        double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && scalar.IsPlain && value >= minimum && value <= maximum;

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
