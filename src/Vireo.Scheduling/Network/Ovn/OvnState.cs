using System.Collections.Immutable;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>What stands in a northbound database.</summary>
/// <param name="Rows">Rows that are ours.</param>
/// <param name="ForeignNames">Names that others use: <c>TABLE/NAME</c>, with the name of a row as the database has it.</param>
public sealed record OvnState(ImmutableArray<OvnRow> Rows, ImmutableHashSet<string> ForeignNames)
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
}
