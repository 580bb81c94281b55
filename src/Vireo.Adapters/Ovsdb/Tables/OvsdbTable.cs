using System.Collections.Immutable;

namespace Vireo.Adapters.Ovsdb;

/// <summary>What of a table is followed.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">Its columns; empty for all.</param>
internal sealed record OvsdbTable(string Name, params ImmutableArray<string> Columns)
{
    /// <summary>Which rows; empty for all. A row that meets one of them is followed.</summary>
    public ImmutableArray<OvsdbCondition> Where { get; init; } = [];
}
