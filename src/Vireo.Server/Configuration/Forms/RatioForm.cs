using System.Globalization;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A share, never in percent.</summary>
internal sealed class RatioForm(double minimum = 0, double maximum = 1) : ScalarForm<double>
{
    public override string Expected => string.Create(
        CultureInfo.InvariantCulture, $"a ratio from {minimum} to {maximum}, such as {Math.Min(maximum, 0.9)}");

    public override JsonObject Schema() =>
        new() { ["type"] = "number", ["minimum"] = minimum, ["maximum"] = maximum };

    public override JsonNode Write(double value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, out double value) =>
        TryNumber(scalar.Text, out value) && scalar.IsPlain && value >= minimum && value <= maximum;

    protected override string Hint(string text) =>
        TryNumber(text.TrimEnd('%', ' '), out double value) && value is > 1 and <= 100
            ? string.Create(CultureInfo.InvariantCulture, $" Ratios are never in percent: {value} percent is {value / 100}.")
            : "";

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
