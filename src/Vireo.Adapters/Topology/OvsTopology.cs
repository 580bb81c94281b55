using System.Collections.Immutable;
using Vireo.Adapters.Ovsdb;
using Vireo.Fleet;

namespace Vireo.Adapters.Topology;

/// <summary>What a host's Open vSwitch says of the network in it: bridges, patches between them, bonds, ports to wires,
/// tunnels, and interfaces of machines (ovs-vswitchd.conf.db(5)).</summary>
internal static class OvsTopology
{
    /// <summary>What is followed.</summary>
    public static ImmutableArray<OvsdbTable> Tables { get; } =
    [
        new OvsdbTable("Bridge", "name", "ports"),
        new OvsdbTable("Port", "name", "interfaces"),
        new OvsdbTable("Interface", "name", "type", "options", "external_ids", "link_state"),
    ];

    /// <summary>Reads a snapshot.</summary>
    /// <param name="host">What the host is called.</param>
    /// <param name="snapshot">Its database.</param>
    /// <param name="seenAt">When that was read.</param>
    public static NetworkTopology Of(string host, OvsdbSnapshot snapshot, DateTimeOffset seenAt)
    {
        var draft = new Draft(host, seenAt);
        var (ports, interfaces) = (snapshot.Table("Port"), snapshot.Table("Interface"));
        foreach (var bridge in snapshot.Table("Bridge").Values)
        {
            draft.Switch(bridge.Text("name") ?? "");
            foreach (var port in Rows(bridge["ports"], ports))
            {
                draft.Port(bridge.Text("name") ?? "", port, [.. Rows(port["interfaces"], interfaces)]);
            }
        }

        return draft.Finish();
    }

    private static IEnumerable<OvsdbRow> Rows(OvsdbValue keys, ImmutableDictionary<Guid, OvsdbRow> table) =>
        keys.Keys.Select(key => table.GetValueOrDefault(key.Uuid)).OfType<OvsdbRow>();

    private sealed class Draft(string host, DateTimeOffset seenAt)
    {
        private readonly List<TopologyElement> _elements = [new($"host/{host}", TopologyKind.Host, host, null)];
        private readonly List<TopologyLink> _links = [];
        private readonly Dictionary<string, string> _bridgeOfPatch = new(StringComparer.Ordinal);
        private readonly List<(string Patch, string Peer)> _patches = [];
        private readonly HashSet<string> _tunnelled = [];
        private readonly HashSet<string> _wired = [];

        public void Switch(string name) => Add($"switch/{host}/{name}", TopologyKind.Switch, name, isUp: true);

        public void Port(string bridge, OvsdbRow port, ImmutableArray<OvsdbRow> interfaces)
        {
            string above = $"switch/{host}/{bridge}";
            if (interfaces.Length > 1)
            {
                string bond = $"bond/{host}/{port.Text("name")}";
                Add(bond, TopologyKind.Bond, port.Text("name") ?? "", isUp: true);
                Link(above, bond, "bridge");
                foreach (var member in interfaces)
                {
                    Wire(bond, member, "bond");
                    _wired.Add(bridge);
                }
            }
            else if (interfaces is [var only])
            {
                Single(bridge, above, only);
            }
        }

        public NetworkTopology Finish()
        {
            foreach (var (patch, peer) in _patches.Where(patch => _bridgeOfPatch.ContainsKey(patch.Peer)))
            {
                Link($"switch/{host}/{_bridgeOfPatch[patch]}", $"switch/{host}/{_bridgeOfPatch[peer]}", "patch");
            }

            // Tunnels leave through the bridges that have wires; where there is none, through a port of the host that is not
            // Open vSwitch's.
            foreach (string bridge in _tunnelled)
            {
                foreach (string wired in _wired.Where(one => one != bridge))
                {
                    Link($"switch/{host}/{bridge}", $"switch/{host}/{wired}", "tunnel");
                }

                if (_wired.Count == 0)
                {
                    string underlay = $"port/{host}/underlay";
                    Add(underlay, TopologyKind.Port, "underlay", isUp: true);
                    Link($"switch/{host}/{bridge}", underlay, "tunnel");
                }
            }

            return NetworkTopology.Join(new NetworkTopology([.. _elements], [.. _links]));
        }

        private void Single(string bridge, string above, OvsdbRow only)
        {
            string name = only.Text("name") ?? "";
            switch (only.Text("type"))
            {
                case "patch":
                    _bridgeOfPatch[name] = bridge;
                    _patches.Add((name, only["options"].Find("peer")?.Text ?? ""));
                    break;
                case "geneve" or "vxlan" or "stt" or "gre":
                    _tunnelled.Add(bridge);
                    break;
                case "internal":
                    break;
                default:
                    if (only["external_ids"].Find("iface-id")?.Text is { } machine)
                    {
                        Add($"machine/{machine}", TopologyKind.Machine, machine, IsUp(only));
                        Link($"machine/{machine}", above, "bridge");
                    }
                    else
                    {
                        Wire(above, only, "bridge");
                        _wired.Add(bridge);
                    }

                    break;
            }
        }

        private void Wire(string above, OvsdbRow wire, string evidence)
        {
            string name = wire.Text("name") ?? "";
            Add($"port/{host}/{name}", TopologyKind.Port, name, IsUp(wire));
            Link(above, $"port/{host}/{name}", evidence);
        }

        private static bool IsUp(OvsdbRow row) => row.Text("link_state") != "down";

        private void Add(string id, TopologyKind kind, string name, bool isUp) =>
            _elements.Add(new TopologyElement(id, kind, name, $"host/{host}", isUp));

        private void Link(string from, string to, string evidence) => _links.Add(new TopologyLink(from, to, evidence, seenAt));
    }
}
