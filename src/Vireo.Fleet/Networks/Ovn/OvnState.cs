using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What stands in OVN's northbound database.</summary>
/// <param name="Rows">Rows that are ours, by table and key.</param>
/// <param name="ForeignNames">Names that others use: <c>TABLE/NAME</c>, with the name of a row as the database has it;
/// ascending.</param>
public sealed record OvnState(ImmutableArray<OvnRow> Rows, ImmutableArray<string> ForeignNames)
{
    /// <summary>An empty database.</summary>
    public static OvnState Empty { get; } = new([], []);

    /// <summary>The address that each of our ports has, by the port's name.</summary>
    public IReadOnlyDictionary<string, string> HeldAddresses() => Rows
        .Where(row => row.Table == "Logical_Switch_Port" && row.Text("type").Length == 0)
        .Select(row => (Name: row.Text("name"), Parts: row.Text("addresses").Split(' ')))
        .Where(port => port.Parts.Length == 2)
        .DistinctBy(port => port.Name)
        .ToDictionary(port => port.Name, port => port.Parts[1], StringComparer.Ordinal);

    /// <summary>Our rows by table and key.</summary>
    internal Dictionary<(string Table, string Key), OvnRow> ByKey() => Rows.ToDictionary(row => (row.Table, row.Key));
}
