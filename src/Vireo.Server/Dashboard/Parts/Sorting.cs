namespace Vireo.Server.Dashboard.Parts;

/// <summary>How a table is sorted.</summary>
/// <param name="Column">By which column.</param>
/// <param name="IsDescending">From large to small.</param>
public sealed record Sorting(string Column, bool IsDescending)
{
    /// <summary>Sorts rows by a key; ties keep the order of the inventory.</summary>
    public IEnumerable<TRow> Apply<TRow, TKey>(IEnumerable<TRow> rows, Func<TRow, TKey> key) =>
        IsDescending ? rows.OrderByDescending(key) : rows.OrderBy(key);
}
