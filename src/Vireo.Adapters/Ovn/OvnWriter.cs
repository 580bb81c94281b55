using System.Globalization;
using Vireo.Adapters.Ovsdb;
using Vireo.Fleet;

namespace Vireo.Adapters.Ovn;

/// <summary>Changes as one transaction that happens only if what they begin from is still there.</summary>
internal static class OvnWriter
{
    private static readonly HashSet<string> Integers = ["priority", "tag"];

    /// <summary>Writes a stage.</summary>
    /// <param name="stage">What changes.</param>
    /// <param name="book">Where our rows are.</param>
    /// <param name="owner">As whom we write.</param>
    public static OvsdbTransaction Write(OvnStage stage, OvnBook book, string owner)
    {
        var transaction = new OvsdbTransaction();
        var made = stage.Changes.Where(change => change.Before is null).Select((change, index) => (change.Key, Name: $"row{index}"))
            .ToDictionary(row => row.Key, row => row.Name, StringComparer.Ordinal);
        OvsdbAtom Find(string key) => made.TryGetValue(key, out string? name) ? OvsdbAtom.Inserted(name)
            : book.Rows.TryGetValue(key, out var uuid) ? uuid
            : throw new OvsdbFault("row is gone", key, "the northbound database");
        foreach (var change in stage.Changes)
        {
            if (change.Before is null)
            {
                Insert(transaction, change, made[change.Key], owner, Find);
            }
            else if (change.After is null)
            {
                Delete(transaction, change, book);
            }
            else
            {
                Change(transaction, change, Find);
            }
        }

        return transaction;
    }

    private static void Insert(
        OvsdbTransaction transaction, OvnChange change, string name, string owner, Func<string, OvsdbAtom> find)
    {
        var marks = OvsdbValue.Map([KeyValuePair.Create(OvnBook.OwnerKey, owner), KeyValuePair.Create(OvnBook.NameKey, change.Key)]);
        var row = change.Set.Select(column => KeyValuePair.Create(column.Key, Value(column.Key, column.Value, find)))
            .Concat(change.Joined.Select(column => KeyValuePair.Create(column.Key, OvsdbValue.Set(column.Value.Select(find)))))
            .Append(KeyValuePair.Create("external_ids", marks));

        // Two managers cannot both make it.
        transaction.Require(change.Table, new OvsdbCondition("external_ids", "includes", marks), ["_uuid"]);
        transaction.Insert(change.Table, row, name);
    }

    // Who is referred to goes with the reference; the row itself may be gone by then.
    private static void Delete(OvsdbTransaction transaction, OvnChange change, OvnBook book)
    {
        if (book.Rows.TryGetValue(change.Key, out var uuid))
        {
            transaction.Delete(change.Table, OvsdbCondition.Row(uuid));
        }
    }

    private static void Change(OvsdbTransaction transaction, OvnChange change, Func<string, OvsdbAtom> find)
    {
        var where = OvsdbCondition.Row(find(change.Key));
        if (change.Set.Count > 0)
        {
            var before = change.Set.Keys.Select(column => KeyValuePair.Create(column, Value(column, change.Before!.Columns[column], find)));
            transaction.Require(change.Table, where, [.. change.Set.Keys], before);
            transaction.Update(
                change.Table, where, change.Set.Select(column => KeyValuePair.Create(column.Key, Value(column.Key, column.Value, find))));
        }

        var mutations = change.Joined.Select(column => OvsdbMutation.Insert(column.Key, OvsdbValue.Set(column.Value.Select(find))))
            .Concat(change.Left.Select(column => OvsdbMutation.Delete(column.Key, OvsdbValue.Set(column.Value.Select(find))))).ToList();
        if (mutations.Count > 0)
        {
            transaction.Mutate(change.Table, where, mutations);
        }
    }

    private static OvsdbValue Value(string column, OvnColumn value, Func<string, OvsdbAtom> find) => value.Kind switch
    {
        OvnColumnKind.Map when column == "bandwidth" => OvsdbValue.Map(
            value.Items.Zip(value.Values, (key, text) => KeyValuePair.Create<OvsdbAtom, OvsdbAtom>(key, Integer(text)))),
        OvnColumnKind.Map => OvsdbValue.Map(value.Items.Zip(value.Values, KeyValuePair.Create)),
        OvnColumnKind.Rows or OvnColumnKind.Row => OvsdbValue.Set(value.Items.Select(find)),
        _ => OvsdbValue.Set(value.Items.Select(text => Integers.Contains(column) ? (OvsdbAtom)Integer(text) : text)),
    };

    private static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
