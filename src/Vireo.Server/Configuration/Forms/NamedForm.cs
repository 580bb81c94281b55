using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Values of one form by names that are not known beforehand.</summary>
internal sealed class NamedForm<T>(string what, Form<T> form) : Form<ImmutableSortedDictionary<string, T>>
{
    public override string Expected => $"{what}, each with {form.Expected}";

    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = form.Schema() };

    public override JsonNode Write(ImmutableSortedDictionary<string, T> value)
    {
        var written = new JsonObject();
        foreach (var (name, one) in value)
        {
            written[name] = form.Write(one);
        }

        return written;
    }

    public override bool TryRead(
        YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out ImmutableSortedDictionary<string, T> value)
    {
        value = null;
        if (node is not YamlMapping mapping)
        {
            problems.Add(node.Place, $"Expected {Expected}, found {node.Found}.");

            return false;
        }

        int before = problems.Count;
        var values = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (form.TryRead(entry.Value, problems, out var one))
            {
                values[entry.Key] = one;
            }
        }

        value = values.ToImmutable();

        return problems.Count == before;
    }
}
