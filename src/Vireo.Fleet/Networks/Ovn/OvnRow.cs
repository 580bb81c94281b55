using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A row of OVN's northbound database that is ours.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">Who it is, in our words and unique in all tables: <c>network/web</c>.</param>
/// <param name="Columns">Every column of the table that is ours.</param>
public sealed record OvnRow(string Table, string Key, ImmutableSortedDictionary<string, OvnColumn> Columns)
{
    /// <summary>Every column of the table that is ours, ordered by ordinal comparison.</summary>
    public ImmutableSortedDictionary<string, OvnColumn> Columns { get; init; } = Columns.WithComparers(StringComparer.Ordinal);

    /// <summary>The only value of a column; empty when there is none.</summary>
    public string Text(string column) =>
        Columns.GetValueOrDefault(column) is { Items: [var only] } ? only : "";

    /// <summary>The items of a column.</summary>
    public ImmutableArray<string> Items(string column) =>
        Columns.GetValueOrDefault(column)?.Items ?? [];

    /// <summary>What stands under a key of a map; null when nothing does.</summary>
    public string? Find(string column, string key)
    {
        var map = Columns.GetValueOrDefault(column);
        int index = map?.Items.IndexOf(key) ?? -1;

        return index >= 0 && map!.Kind == OvnColumnKind.Map ? map.Values[index] : null;
    }
}
