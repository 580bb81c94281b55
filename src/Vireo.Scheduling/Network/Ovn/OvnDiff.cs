using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>What has to change so that the rows that are there become those that are wanted, in a safe order: made before
/// broken.</summary>
public static class OvnDiff
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> None =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, OvnColumn> Unset =
        ImmutableSortedDictionary.Create<string, OvnColumn>(StringComparer.Ordinal);

    /// <summary>Compares.</summary>
    /// <param name="there">Our rows as they are.</param>
    /// <param name="wanted">Our rows as they should be.</param>
    /// <returns>Stages in order, none of them empty; none when nothing has to change.</returns>
    public static ImmutableArray<OvnStage> Between(ImmutableArray<OvnRow> there, ImmutableArray<OvnRow> wanted)
    {
        var before = there.ToDictionary(row => (row.Table, row.Key));
        var after = wanted.ToDictionary(row => (row.Table, row.Key));
        var made = wanted.Where(row => !before.ContainsKey((row.Table, row.Key))).ToList();
        var gone = there.Where(row => !after.ContainsKey((row.Table, row.Key))).ToList();
        var inTheWay = InTheWay(gone, made);
        var make = made.Select(Made).ToList();
        var change = new List<OvnChange>();
        var release = gone.Where(row => inTheWay.Contains(row.Key)).Select(Gone).ToList();
        var last = gone.Where(row => !inTheWay.Contains(row.Key)).Select(Gone).ToList();
        release.AddRange(gone.Where(row => !inTheWay.Contains(row.Key)).Select(row => LetGo(row, inTheWay)).OfType<OvnChange>());
        foreach (var row in wanted)
        {
            if (before.TryGetValue((row.Table, row.Key), out var old))
            {
                Compare(old, row, inTheWay, make, change, release, last);
            }
        }

        return
        [
            .. new[]
            {
                (OvnStageKind.Release, release), (OvnStageKind.Make, make), (OvnStageKind.Change, change), (OvnStageKind.Break, last),
            }
            .Where(stage => stage.Item2.Count > 0)
            .Select(stage => new OvnStage(stage.Item1, [.. stage.Item2
                .OrderBy(one => one.Table, StringComparer.Ordinal).ThenBy(one => one.Key, StringComparer.Ordinal)])),
        ];
    }

    private static OvnChange Made(OvnRow row) => new(
        row.Table, row.Key, Before: null, row,
        row.Columns.Where(column => column.Value.Kind != OvnColumnKind.Rows && !column.Value.Items.IsEmpty)
            .ToImmutableSortedDictionary(StringComparer.Ordinal),
        row.Columns.Where(column => column.Value.Kind == OvnColumnKind.Rows && !column.Value.Items.IsEmpty)
            .ToImmutableSortedDictionary(column => column.Key, column => column.Value.Items, StringComparer.Ordinal),
        None);

    private static OvnChange Gone(OvnRow row) => new(row.Table, row.Key, row, After: null, Unset, None, None);

    // A row that goes last does not hold on to one that goes first.
    private static OvnChange? LetGo(OvnRow row, HashSet<string> inTheWay)
    {
        var left = None;
        foreach (var (name, value) in row.Columns.Where(column => column.Value.Kind == OvnColumnKind.Rows))
        {
            left = With(left, name, value.Items.Where(inTheWay.Contains));
        }

        return left.IsEmpty ? null : new OvnChange(row.Table, row.Key, row, row, Unset, None, left);
    }

    private static void Compare(
        OvnRow old, OvnRow row, HashSet<string> inTheWay,
        List<OvnChange> make, List<OvnChange> change, List<OvnChange> release, List<OvnChange> last)
    {
        var set = Unset;
        var (joined, left, released) = (None, None, None);
        foreach (var (name, value) in row.Columns)
        {
            var was = old.Columns[name];
            if (value.Equals(was))
            {
                continue;
            }

            if (value.Kind != OvnColumnKind.Rows)
            {
                set = set.Add(name, value);
                continue;
            }

            joined = With(joined, name, value.Items.Except(was.Items));
            left = With(left, name, was.Items.Except(value.Items).Where(key => !inTheWay.Contains(key)));
            released = With(released, name, was.Items.Except(value.Items).Where(inTheWay.Contains));
        }

        Add(make, set: Unset, joined, None);
        Add(change, set, None, None);
        Add(last, Unset, None, left);
        Add(release, Unset, None, released);

        void Add(
            List<OvnChange> stage, ImmutableSortedDictionary<string, OvnColumn> set,
            ImmutableSortedDictionary<string, ImmutableArray<string>> joins, ImmutableSortedDictionary<string, ImmutableArray<string>> leaves)
        {
            if (set.Count + joins.Count + leaves.Count > 0)
            {
                stage.Add(new OvnChange(row.Table, row.Key, old, row, set, joins, leaves));
            }
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> With(
        ImmutableSortedDictionary<string, ImmutableArray<string>> columns, string name, IEnumerable<string> keys)
    {
        ImmutableArray<string> all = [.. keys];

        return all.IsEmpty ? columns : columns.Add(name, all);
    }

    // Names of ports are unique in the database, and two ports with one address fight over it.
    private static HashSet<string> InTheWay(List<OvnRow> gone, List<OvnRow> made)
    {
        var needed = made.SelectMany(Claims).ToHashSet();

        return [.. gone.Where(row => Claims(row).Any(needed.Contains)).Select(row => row.Key)];
    }

    private static IEnumerable<(string, string)> Claims(OvnRow row)
    {
        if (row.Table is "Logical_Switch_Port" or "Logical_Router_Port" or "Port_Group" or "Gateway_Chassis")
        {
            yield return (row.Table, row.Text("name"));
        }

        if (row.Table == "Logical_Switch_Port" && row.Text("type").Length == 0)
        {
            foreach (string address in row.Items("addresses"))
            {
                yield return (row.Key.Split('/', 3)[1], address.Split(' ')[^1]);
            }
        }
    }
}
