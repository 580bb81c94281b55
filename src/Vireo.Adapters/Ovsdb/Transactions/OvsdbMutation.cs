namespace Vireo.Adapters.Ovsdb;

/// <summary>A change of a column that needs no knowledge of what is there (RFC 7047, section 5.1, mutation).</summary>
/// <param name="Column">The column.</param>
/// <param name="Mutator"><c>insert</c>, <c>delete</c>, <c>+=</c> and so on.</param>
/// <param name="Value">With what.</param>
internal sealed record OvsdbMutation(string Column, string Mutator, OvsdbValue Value)
{
    /// <summary>Adds atoms or pairs.</summary>
    public static OvsdbMutation Insert(string column, OvsdbValue value) => new(column, "insert", value);

    /// <summary>Takes atoms, pairs, or what stands under keys, away.</summary>
    public static OvsdbMutation Delete(string column, OvsdbValue value) => new(column, "delete", value);
}
