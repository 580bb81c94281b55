using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Vireo.Server.Api.Applying;

/// <summary>What applying one document changes.</summary>
/// <param name="Kind">Of the document.</param>
/// <param name="Name">Of the document.</param>
/// <param name="Change">Created, changed or unchanged.</param>
/// <param name="Differences">Key by key, such as <c>minimum: 2 → 3</c>.</param>
public sealed record AppliedChange(string Kind, string Name, ChangeKind Change, ImmutableArray<string> Differences)
{
    private const int LongestValue = 60;

    /// <summary>Compares two documents in the form of files.</summary>
    internal static AppliedChange Between(string kind, string name, JsonNode? before, JsonNode after)
    {
        ImmutableArray<string> differences =
            before is null ? [] : [.. Compare("", before, after).Order(StringComparer.Ordinal)];

        return new AppliedChange(
            kind, name, before is null ? ChangeKind.Created : differences.IsEmpty ? ChangeKind.Unchanged : ChangeKind.Changed,
            differences);
    }

    private static IEnumerable<string> Compare(string path, JsonNode? before, JsonNode? after)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return [];
        }

        return before is JsonObject old && after is JsonObject now
            ? old.Select(pair => pair.Key).Union(now.Select(pair => pair.Key))
                .SelectMany(key => Compare(path.Length == 0 ? key : $"{path}.{key}", old[key], now[key]))
            : [$"{path}: {Text(before)} → {Text(after)}"];
    }

    private static string Text(JsonNode? value)
    {
        string text = value?.ToJsonString() ?? "none";

        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }
}
