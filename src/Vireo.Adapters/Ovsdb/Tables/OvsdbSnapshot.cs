using System.Collections.Immutable;

namespace Vireo.Adapters.Ovsdb;

/// <summary>All rows that are followed, as they were together after one transaction.</summary>
/// <param name="Version">Grows by one with each change that came from the server.</param>
/// <param name="Tables">By name, and in them rows by identifier.</param>
internal sealed record OvsdbSnapshot(
    long Version, ImmutableDictionary<string, ImmutableDictionary<Guid, OvsdbRow>> Tables)
{
    /// <summary>Nothing yet.</summary>
    public static OvsdbSnapshot Nothing { get; } =
        new(0, ImmutableDictionary.Create<string, ImmutableDictionary<Guid, OvsdbRow>>(StringComparer.Ordinal));

    /// <summary>The rows of a table; none when it is not followed.</summary>
    public ImmutableDictionary<Guid, OvsdbRow> Table(string name) =>
        Tables.GetValueOrDefault(name, ImmutableDictionary<Guid, OvsdbRow>.Empty);

    /// <summary>What is different in a later snapshot, by table and row; rows that came and went are not told.</summary>
    public ImmutableArray<OvsdbChange> ChangesUntil(OvsdbSnapshot later)
    {
        var changes = ImmutableArray.CreateBuilder<OvsdbChange>();
        foreach (string table in Tables.Keys.Union(later.Tables.Keys).Order(StringComparer.Ordinal))
        {
            var (before, after) = (Table(table), later.Table(table));
            if (ReferenceEquals(before, after))
            {
                continue;
            }

            foreach (var (uuid, row) in before)
            {
                var now = after.GetValueOrDefault(uuid);
                if (now is null || !row.HoldsSame(now))
                {
                    changes.Add(new OvsdbChange(table, row, now));
                }
            }

            changes.AddRange(after.Where(row => !before.ContainsKey(row.Key)).Select(row => new OvsdbChange(table, null, row.Value)));
        }

        return changes.ToImmutable();
    }
}
