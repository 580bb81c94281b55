namespace Vireo.Adapters.Ovsdb;

/// <summary>A row as it was at one moment; a change is another row.</summary>
/// <param name="Uuid">Who it is.</param>
/// <param name="Columns">Those that are followed, by name.</param>
internal sealed record OvsdbRow(Guid Uuid, IReadOnlyDictionary<string, OvsdbValue> Columns)
{
    /// <summary>A column's value.</summary>
    /// <exception cref="KeyNotFoundException">The column is not followed.</exception>
    public OvsdbValue this[string column] => Columns.TryGetValue(column, out var value)
        ? value
        : throw new KeyNotFoundException($"The column '{column}' is not among those that are followed.");

    /// <summary>The text of a column that holds one; null when it holds none.</summary>
    public string? Text(string column) => this[column].Single is { Type: OvsdbAtomType.String } text ? text.Text : null;

    /// <summary>Whether both hold the same.</summary>
    public bool HoldsSame(OvsdbRow other) => ReferenceEquals(Columns, other.Columns) ||
        (Columns.Count == other.Columns.Count &&
            Columns.All(column => other.Columns.TryGetValue(column.Key, out var value) && value.Equals(column.Value)));
}
