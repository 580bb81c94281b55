using System.Collections.Immutable;

namespace Vireo.Adapters.Ovsdb;

/// <summary>What one operation brought.</summary>
/// <param name="Count">Rows that were changed; 0 for operations that change none.</param>
/// <param name="Uuid">The row that was inserted.</param>
/// <param name="Rows">The rows that were selected, with the columns that were asked for.</param>
internal sealed record OvsdbResult(int Count, Guid? Uuid, ImmutableArray<ImmutableDictionary<string, OvsdbValue>> Rows);
