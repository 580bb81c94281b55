using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>An address to listen on.</summary>
internal sealed class UrlForm : ScalarForm<string>
{
    public override string Expected => "an address such as http://127.0.0.1:8460";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^https?://[^/]+$" };

    public override JsonNode Write(string value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;

        return Uri.TryCreate(scalar.Text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.PathAndQuery == "/";
    }
}
