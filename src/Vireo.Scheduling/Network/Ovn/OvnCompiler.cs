using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>What is declared, as rows of OVN's northbound database.</summary>
public static partial class OvnCompiler
{
    private const int LimitPriority = 100;
    private const int FirstGatewayPriority = 100;

    // A geneve header over IPv4 takes 58 bytes of 1500; 1400 leaves room for options.
    private const int UsualMtu = 1400;

    /// <summary>Compiles.</summary>
    /// <param name="intent">What is declared, without problems.</param>
    /// <param name="ports">Who is in which network.</param>
    /// <returns>The rows, by table and key.</returns>
    public static ImmutableArray<OvnRow> Compile(NetworkIntent intent, ImmutableArray<AttachedPort> ports)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var index = new IntentIndex(intent, ports);
        var rows = new List<OvnRow>();
        foreach (var network in intent.Networks)
        {
            rows.AddRange(Network(network, index));
        }

        foreach (var router in intent.Routers)
        {
            rows.AddRange(Router(router, index));
        }

        rows.AddRange(intent.LoadBalancers.Select(balancer => Balancer(balancer, index.Ports[balancer.Network])));
        foreach (var firewall in intent.Firewalls)
        {
            rows.AddRange(Firewall(firewall, index));
        }

        return [.. rows.OrderBy(row => row.Table, StringComparer.Ordinal).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    /// <summary>The key of a machine's port.</summary>
    internal static string PortKey(AttachedPort port) => $"port/{port.Network}/{port.Machine}";

    private static IEnumerable<OvnRow> Network(VirtualNetwork network, IntentIndex index)
    {
        ImmutableArray<AttachedPort> ports = [.. index.Ports[network.Name]];
        string dhcp = $"dhcp/{network.Name}";
        bool hasDhcp = network.HasDhcp && network.Subnet is not null;
        var links = new List<OvnRow>();
        if (network.Kind == NetworkKind.Vlan)
        {
            links.Add(OvnTables.Row(
                "Logical_Switch_Port", $"uplink/{network.Name}", ("name", OvnColumn.Of($"{network.Name}-uplink")),
                ("type", OvnColumn.Of("localnet")), ("addresses", OvnColumn.Of("unknown")),
                ("tag", network.Vlan is { } tag ? OvnColumn.Of(Number(tag)) : OvnColumn.Of()),
                ("options", Map(("network_name", network.PhysicalNetwork ?? "")))));
        }

        links.AddRange(index.Routers[network.Name].Select(router => ToRouter(router, network.Name)));
        var machines = ports.Select(port => Machine(port, hasDhcp ? dhcp : null)).ToList();
        var limits = network.LimitPerMachine is { } limit ? ports.Select(port => Limit(port, limit)).ToList() : [];
        var names = network.Domain is { } domain ? Names(network.Name, domain, ports) : null;
        yield return OvnTables.Row(
            "Logical_Switch", $"network/{network.Name}", ("name", OvnColumn.Of(network.Name)),
            ("ports", OvnColumn.Rows(links.Concat(machines).Select(row => row.Key))),
            ("qos_rules", OvnColumn.Rows(limits.Select(row => row.Key))),
            ("dns_records", OvnColumn.Rows(names is null ? [] : [names.Key])),
            ("load_balancer", OvnColumn.Rows(index.Asked[network.Name].Select(one => $"balancer/{one.Name}"))));
        foreach (var row in links.Concat(machines).Concat(limits))
        {
            yield return row;
        }

        if (names is not null)
        {
            yield return names;
        }

        if (hasDhcp)
        {
            yield return Dhcp(network, dhcp);
        }
    }

    private static OvnRow Machine(AttachedPort port, string? dhcp)
    {
        string addresses = port.Address is null ? port.Mac : $"{port.Mac} {port.Address}";

        return OvnTables.Row(
            "Logical_Switch_Port", PortKey(port), ("name", OvnColumn.Of(port.Interface)), ("type", OvnColumn.Of("")),
            ("addresses", OvnColumn.Of(addresses)), ("port_security", OvnColumn.Of(addresses)),
            ("dhcpv4_options", OvnColumn.Row(port.Address is null ? null : dhcp)));
    }

    // A meter of OVN; TCP reaches its rate only with a burst of about half a second of it.
    private static OvnRow Limit(AttachedPort port, BytesPerSecond limit)
    {
        long kilobits = Math.Max(1, (long)Math.Round(limit.Value * 8 / 1000));

        return OvnTables.Row(
            "QoS", $"limit/{port.Network}/{port.Machine}", ("direction", OvnColumn.Of("from-lport")),
            ("priority", OvnColumn.Of(Number(LimitPriority))), ("match", OvnColumn.Of($"inport == \"{port.Interface}\"")),
            ("bandwidth", Map(("rate", Number(kilobits)), ("burst", Number(Math.Max(1, kilobits / 2))))));
    }

    private static OvnRow Names(string network, string domain, ImmutableArray<AttachedPort> ports) => OvnTables.Row(
        "DNS", $"names/{network}", ("records", OvnColumn.Map(
            ports.Where(port => port.Address is not null)
                .Select(port => KeyValuePair.Create($"{port.Machine}.{domain}".ToLowerInvariant(), port.Address!))
                .DistinctBy(pair => pair.Key))));

    private static OvnRow Dhcp(VirtualNetwork network, string key)
    {
        var subnet = Ipv4Subnet.Parse(network.Subnet!)!.Value;
        string gateway = NetworkMembers.GatewayOf(network, subnet);
        var options = new List<(string, string)>
        {
            ("server_id", gateway), ("server_mac", NetworkMembers.MacOf($"gateway/{network.Name}")), ("lease_time", "3600"),
            ("router", gateway), ("mtu", Number(network.Mtu ?? (network.Kind == NetworkKind.Overlay ? UsualMtu : 1500))),
        };
        if (!network.NameServers.IsEmpty)
        {
            options.Add(("dns_server", $"{{{string.Join(", ", network.NameServers)}}}"));
        }
        else if (network.Domain is not null)
        {
            options.Add(("dns_server", gateway));
        }

        if (network.Domain is { } domain)
        {
            options.Add(("domain_name", $"\"{domain}\""));
        }

        return OvnTables.Row("DHCP_Options", key, ("cidr", OvnColumn.Of(subnet.ToString())), ("options", Map([.. options])));
    }

    private static OvnColumn Map(params IEnumerable<(string Key, string Value)> pairs) =>
        OvnColumn.Map(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
