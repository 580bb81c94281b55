using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A short text.</summary>
internal sealed class TextForm(string expected) : ScalarForm<string>
{
    private const int Longest = 1_000;

    public override string Expected => expected;

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Longest };

    public override JsonNode Write(string value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;

        return value.Length is > 0 and <= Longest && !value.Any(char.IsControl);
    }
}
