using System.Collections.Immutable;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>A change of one row.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">Who it is.</param>
/// <param name="Before">As it is; null when it is made.</param>
/// <param name="After">As it will be; null when it goes.</param>
/// <param name="Set">Columns that get another value; of a row that is made, all that are not empty.</param>
/// <param name="Joined">By column, rows that are named from then on.</param>
/// <param name="Left">By column, rows that no longer are.</param>
public sealed record OvnChange(
    string Table, string Key, OvnRow? Before, OvnRow? After,
    ImmutableSortedDictionary<string, OvnColumn> Set,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Joined,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Left)
{
    /// <summary>In one line.</summary>
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"+ {Key}",
        (_, null) => $"- {Key}",
        _ => $"~ {Key}: {string.Join("; ", Words())}",
    };

    private IEnumerable<string> Words() =>
    [
        .. Set.Select(column => $"{column.Key} {Was(column.Key)} → {(column.Value.Items.IsEmpty ? "none" : column.Value)}"),
        .. Joined.SelectMany(column => column.Value.Select(key => $"{column.Key} + {key}")),
        .. Left.SelectMany(column => column.Value.Select(key => $"{column.Key} - {key}")),
    ];

    private string Was(string column) =>
        Before?.Columns.GetValueOrDefault(column) is { Items.IsEmpty: false } value ? value.ToString() : "none";
}
