using System.Collections.Frozen;

namespace Vireo.Adapters.Ovsdb;

/// <summary>The columns of a table.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">By name.</param>
/// <param name="IsRoot">Whether rows stay although no other row refers to them.</param>
internal sealed record OvsdbTableSchema(string Name, FrozenDictionary<string, OvsdbColumnType> Columns, bool IsRoot);
