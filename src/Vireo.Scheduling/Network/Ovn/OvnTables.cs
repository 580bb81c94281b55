using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>The tables of OVN's northbound database that are written, and of each the columns that are ours (ovn-nb(5)).
/// All rows also carry <c>external_ids</c>.</summary>
public static class OvnTables
{
    /// <summary>By table, the columns with what they hold.</summary>
    public static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, OvnColumnKind>> All { get; } =
        new Dictionary<string, ImmutableSortedDictionary<string, OvnColumnKind>>
        {
            ["ACL"] = Columns("direction priority match action"),
            ["DHCP_Options"] = Columns("cidr", maps: "options"),
            ["DNS"] = Columns("", maps: "records"),
            ["Gateway_Chassis"] = Columns("name chassis_name priority"),
            ["Load_Balancer"] = Columns("name protocol", maps: "vips"),
            ["Logical_Router"] = Columns("name", rows: "ports static_routes nat load_balancer"),
            ["Logical_Router_Port"] = Columns("name mac networks", rows: "gateway_chassis"),
            ["Logical_Router_Static_Route"] = Columns("ip_prefix nexthop"),
            ["Logical_Switch"] = Columns("name", rows: "ports qos_rules load_balancer dns_records"),
            ["Logical_Switch_Port"] = Columns("name type addresses port_security tag", maps: "options", row: "dhcpv4_options"),
            ["NAT"] = Columns("type external_ip logical_ip"),
            ["Port_Group"] = Columns("name", rows: "ports acls"),
            ["QoS"] = Columns("direction priority match", maps: "bandwidth"),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A row with its columns; those that are left out are empty.</summary>
    /// <exception cref="ArgumentException">A column is not among those of the table, or holds something else.</exception>
    public static OvnRow Row(string table, string key, params IEnumerable<(string Name, OvnColumn Value)> columns)
    {
        var known = All[table];
        var all = known.ToDictionary(column => column.Key, column => Empty(column.Value), StringComparer.Ordinal);
        foreach (var (name, value) in columns)
        {
            all[name] = known.TryGetValue(name, out var kind) && kind == value.Kind
                ? value
                : throw new ArgumentException($"'{table}' has no column '{name}' of {value.Kind}.", nameof(columns));
        }

        return new OvnRow(table, key, all.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static OvnColumn Empty(OvnColumnKind kind) => kind switch
    {
        OvnColumnKind.Map => OvnColumn.Map([]),
        OvnColumnKind.Rows => OvnColumn.Rows(),
        OvnColumnKind.Row => OvnColumn.Row(null),
        _ => OvnColumn.Of(),
    };

    private static ImmutableSortedDictionary<string, OvnColumnKind> Columns(
        string values, string maps = "", string rows = "", string row = "") =>
        new[]
        {
            (values, OvnColumnKind.Values), (maps, OvnColumnKind.Map), (rows, OvnColumnKind.Rows), (row, OvnColumnKind.Row),
        }
        .SelectMany(part => part.Item1.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, part.Item2)))
        .ToImmutableSortedDictionary(column => column.name, column => column.Item2, StringComparer.Ordinal);
}
