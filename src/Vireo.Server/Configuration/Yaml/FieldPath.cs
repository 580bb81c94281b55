namespace Vireo.Server.Configuration.Yaml;

/// <summary>Names values by the keys that lead to them, such as <c>groups[0].maximum</c>.</summary>
internal static class FieldPath
{
    /// <summary>The keys to the outermost value that begins at a place; null when none does, as where a key itself is
    /// wrong.</summary>
    public static string? Of(YamlNode node, Place place) => node switch
    {
        YamlMapping mapping => mapping.Entries.Select(entry => Step(entry.Key, entry.Value, place)).FirstOrDefault(path => path is not null),
        YamlSequence list => list.Items.Select((item, index) => Step($"[{index}]", item, place)).FirstOrDefault(path => path is not null),
        _ => null,
    };

    private static string? Step(string step, YamlNode value, Place place) => value.Place == place
        ? step
        : Of(value, place) is { } below
            ? below.StartsWith('[') ? step + below : $"{step}.{below}"
            : null;
}
