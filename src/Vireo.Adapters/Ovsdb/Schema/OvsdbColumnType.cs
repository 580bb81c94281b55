namespace Vireo.Adapters.Ovsdb;

/// <summary>What a column may hold.</summary>
/// <param name="Key">The type of its atoms, or of the keys of its map.</param>
/// <param name="Value">The type of its map's values; null when it is no map.</param>
/// <param name="Min">0 when it may be empty, else 1.</param>
/// <param name="Max">The most atoms or pairs; <see cref="int.MaxValue"/> when there is no bound.</param>
/// <param name="RefTable">The table whose rows are meant, for keys that are identifiers of rows.</param>
internal sealed record OvsdbColumnType(OvsdbAtomType Key, OvsdbAtomType? Value, int Min, int Max, string? RefTable)
{
    /// <summary>What stands in a new row.</summary>
    public OvsdbValue Default { get; } = (Value, Min) switch
    {
        (null, 0) => OvsdbValue.Empty,
        (null, _) => OvsdbAtom.Default(Key),
        (_, 0) => OvsdbValue.EmptyMap,
        ({ } value, _) => OvsdbValue.Map([KeyValuePair.Create(OvsdbAtom.Default(Key), OvsdbAtom.Default(value))]),
    };
}
