using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Short texts by names that are not known beforehand.</summary>
internal sealed class WordsForm : Form<ImmutableSortedDictionary<string, string>>
{
    private static readonly TextForm Text = new("a value");

    public override string Expected => "names with values, such as { port: 8080 }";

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    public override bool TryRead(
        YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out ImmutableSortedDictionary<string, string> value)
    {
        var words = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        value = null;
        if (node is not YamlMapping mapping)
        {
            problems.Add(node.Place, $"Expected {Expected}, found {node.Found}.");

            return false;
        }

        int before = problems.Count;
        foreach (var entry in mapping.Entries)
        {
            if (Text.TryRead(entry.Value, problems, out string? word))
            {
                words[entry.Key] = word;
            }
        }

        value = words.ToImmutable();

        return problems.Count == before;
    }

    public override JsonNode Write(ImmutableSortedDictionary<string, string> value)
    {
        var written = new JsonObject();
        foreach (var (name, word) in value)
        {
            written[name] = word;
        }

        return written;
    }
}
