using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>The identifier of a host, a virtual machine and so on, as its provider writes it.</summary>
internal sealed class IdentifierForm<TId>(string what) : ScalarForm<TId>
    where TId : struct, IIdentifier<TId>
{
    private const int Longest = 255;

    public override string Expected => $"the identifier of {what}";

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Longest };

    public override JsonNode Write(TId value) => JsonValue.Create(value.Value);

    protected override bool TryParse(YamlScalar scalar, out TId value)
    {
        value = TId.From(scalar.Text);

        return scalar.Text.Length is > 0 and <= Longest && !scalar.Text.Any(char.IsControl);
    }
}
