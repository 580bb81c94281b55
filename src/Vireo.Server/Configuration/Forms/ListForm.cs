using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>A list of one kind of value, without repetition where values have a name.</summary>
internal sealed class ListForm<T>(Form<T> item, Func<T, string>? nameOf = null) : Form<ImmutableArray<T>>
{
    public override string Expected => $"a list, each item {item.Expected}";

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = item.Schema() };

    public override JsonNode Write(ImmutableArray<T> value) => new JsonArray([.. value.Select(item.Write)]);

    public override bool TryRead(
        YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out ImmutableArray<T> value)
    {
        value = [];
        if (node is not YamlSequence list)
        {
            problems.Add(node.Place, $"Expected {Expected}, found {node.Found}.");

            return false;
        }

        int before = problems.Count;
        value = [.. ReadItems(list, problems)];

        return problems.Count == before;
    }

    private IEnumerable<T> ReadItems(YamlSequence list, ProblemList problems)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var element in list.Items)
        {
            if (!item.TryRead(element, problems, out var value))
            {
                continue;
            }

            if (nameOf is not null && !lines.TryAdd(nameOf(value), element.Place.Line))
            {
                problems.Add(
                    element.Place,
                    $"'{nameOf(value)}' is already in the list, in line {lines[nameOf(value)]}. Keep one of them.");
            }

            yield return value;
        }
    }
}
