using System.Collections.Immutable;

namespace Vireo.Fleet;

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
    /// <summary>Columns that get another value, ordered by ordinal comparison.</summary>
    public ImmutableSortedDictionary<string, OvnColumn> Set { get; init; } = Set.WithComparers(StringComparer.Ordinal);

    /// <summary>By column, rows that are named from then on, ordered by ordinal comparison.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Joined { get; init; } = Joined.WithComparers(StringComparer.Ordinal);

    /// <summary>By column, rows that no longer are named, ordered by ordinal comparison.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Left { get; init; } = Left.WithComparers(StringComparer.Ordinal);

    /// <summary>The same change, without the columns that it neither needs nor touches: what an action carries.</summary>
    public OvnChange Slim() => this with
    {
        Before = Before is null ? null : Before with { Columns = Before.Columns.RemoveRange(Before.Columns.Keys.Except(Set.Keys)) },
        After = Before is null || After is null ? After
            : After with { Columns = After.Columns.RemoveRange(After.Columns.Keys.Except(Set.Keys)) },
    };

    /// <summary>Whether it has happened.</summary>
    /// <param name="row">The row as it is; null when there is none.</param>
    public bool IsIn(OvnRow? row) => After is null
        ? row is null
        : row is not null && Set.All(column => column.Value.Equals(row.Columns.GetValueOrDefault(column.Key))) &&
          Joined.All(column => column.Value.All(row.Items(column.Key).Contains)) &&
          !Left.Any(column => column.Value.Any(row.Items(column.Key).Contains));

    /// <summary>Why it must not be made to a row that has become another meanwhile; null when it may.</summary>
    /// <param name="row">The row as it is; null when there is none.</param>
    public string? WhyNot(OvnRow? row) => (Before, row) switch
    {
        (null, not null) => $"'{Key}' is there already.",
        (not null, null) when After is not null => $"'{Key}' is gone.",
        (not null, not null) when Set.Keys.FirstOrDefault(
            column => !Equals(Before.Columns.GetValueOrDefault(column), row.Columns.GetValueOrDefault(column))) is { } changed =>
            $"'{Key}' has another '{changed}' than when it was planned.",
        _ => null,
    };

    /// <summary>The row after it; null when it goes.</summary>
    /// <param name="row">The row as it is; null when there is none.</param>
    public OvnRow? Of(OvnRow? row)
    {
        if (After is null || row is null)
        {
            return After;
        }

        var columns = row.Columns.SetItems(Set);
        foreach (string column in Joined.Keys.Union(Left.Keys))
        {
            columns = columns.SetItem(column, OvnColumn.Rows(
                row.Items(column).Union(Joined.GetValueOrDefault(column, [])).Except(Left.GetValueOrDefault(column, []))));
        }

        return row with { Columns = columns };
    }

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
