using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A name that is used in file names, addresses and messages.</summary>
internal sealed class NameForm : ScalarForm<string>
{
    private const int Longest = 63;

    public override string Expected =>
        $"a name of at most {Longest} letters, digits, dots, dashes and underscores, beginning with a letter or digit";

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$" };

    public override JsonNode Write(string value) => JsonValue.Create(value);

    protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;

        return value.Length is > 0 and <= Longest
            && char.IsAsciiLetterOrDigit(value[0])
            && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
    }
}
