using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <content>Routers, load balancers and firewalls.</content>
public static partial class OvnCompiler
{
    private const int AllowPriority = 1002;
    private const int DropPriority = 1000;

    private static string RouterPortName(string router, string network) => $"{router}-to-{network}";

    private static OvnRow ToRouter(VirtualRouter router, string network)
    {
        var options = new List<(string, string)> { ("router-port", RouterPortName(router.Name, network)) };
        if (router.External?.Network == network)
        {
            // Announces addresses of the outside when their gateway moves.
            options.Add(("nat-addresses", "router"));
        }

        return OvnTables.Row(
            "Logical_Switch_Port", $"link/{network}/{router.Name}", ("name", OvnColumn.Of($"{network}-to-{router.Name}")),
            ("type", OvnColumn.Of("router")), ("addresses", OvnColumn.Of("router")), ("options", Map(options)));
    }

    private static IEnumerable<OvnRow> Router(VirtualRouter router, IntentIndex index)
    {
        var parts = new List<OvnRow>();
        foreach (string name in router.Networks)
        {
            var network = index.Networks[name];
            var subnet = Ipv4Subnet.Parse(network.Subnet!)!.Value;
            parts.Add(RouterPort(
                router.Name, name, NetworkMembers.MacOf($"gateway/{name}"), $"{NetworkMembers.GatewayOf(network, subnet)}/{subnet.Length}", []));
        }

        var chassis = new List<OvnRow>();
        if (router.External is { } external)
        {
            chassis.AddRange(external.Hosts.Select((host, index) => OvnTables.Row(
                "Gateway_Chassis", $"gateway/{router.Name}/{host}", ("name", OvnColumn.Of($"{RouterPortName(router.Name, external.Network)}-{host}")),
                ("chassis_name", OvnColumn.Of(host)), ("priority", OvnColumn.Of(Number(FirstGatewayPriority - index))))));
            parts.Add(RouterPort(
                router.Name, external.Network, NetworkMembers.MacOf($"external/{router.Name}"), external.Address, chassis.Select(row => row.Key)));
        }

        var routes = router.Routes.Select(route => OvnTables.Row(
            "Logical_Router_Static_Route", $"route/{router.Name}/{route.To}/{route.Via}",
            ("ip_prefix", OvnColumn.Of(route.To)), ("nexthop", OvnColumn.Of(route.Via)))).ToList();
        var nats = Translations(router, index).ToList();
        var forwards = router.PortForwards.Select(forward => Forward(router, forward, index)).OfType<OvnRow>().ToList();
        yield return OvnTables.Row(
            "Logical_Router", $"router/{router.Name}", ("name", OvnColumn.Of(router.Name)),
            ("ports", OvnColumn.Rows(parts.Select(row => row.Key))), ("static_routes", OvnColumn.Rows(routes.Select(row => row.Key))),
            ("nat", OvnColumn.Rows(nats.Select(row => row.Key))),
            ("load_balancer", OvnColumn.Rows(forwards.Select(row => row.Key).Concat(
                index.Balancers[router.Name].Select(one => $"balancer/{one.Name}")))));
        foreach (var row in parts.Concat(chassis).Concat(routes).Concat(nats).Concat(forwards))
        {
            yield return row;
        }
    }

    private static OvnRow RouterPort(string router, string network, string mac, string address, IEnumerable<string> chassis) =>
        OvnTables.Row(
            "Logical_Router_Port", $"interface/{router}/{network}", ("name", OvnColumn.Of(RouterPortName(router, network))),
            ("mac", OvnColumn.Of(mac)), ("networks", OvnColumn.Of(address)), ("gateway_chassis", OvnColumn.Rows(chassis)));

    private static IEnumerable<OvnRow> Translations(VirtualRouter router, IntentIndex index)
    {
        if (router.External is not { } external)
        {
            yield break;
        }

        if (external.SourceNat)
        {
            foreach (string name in router.Networks)
            {
                yield return OvnTables.Row(
                    "NAT", $"snat/{router.Name}/{name}", ("type", OvnColumn.Of("snat")),
                    ("external_ip", OvnColumn.Of(external.Address.Split('/')[0])),
                    ("logical_ip", OvnColumn.Of(index.Networks[name].Subnet!)));
            }
        }

        foreach (var floating in router.FloatingAddresses)
        {
            if (index.AddressOf(router, floating.Machine) is { } address)
            {
                yield return OvnTables.Row(
                    "NAT", $"floating/{router.Name}/{floating.Address}", ("type", OvnColumn.Of("dnat_and_snat")),
                    ("external_ip", OvnColumn.Of(floating.Address)), ("logical_ip", OvnColumn.Of(address)));
            }
        }
    }

    private static OvnRow? Forward(VirtualRouter router, PortForward forward, IntentIndex index) =>
        index.AddressOf(router, forward.Machine) is { } address && router.External is { } external
            ? OvnTables.Row(
                "Load_Balancer", $"forward/{router.Name}/{Word(forward.Protocol)}/{Number(forward.Port)}",
                ("name", OvnColumn.Of($"{router.Name}-{Word(forward.Protocol)}-{Number(forward.Port)}")),
                ("protocol", OvnColumn.Of(Word(forward.Protocol))),
                ("vips", Map(($"{external.Address.Split('/')[0]}:{Number(forward.Port)}", $"{address}:{Number(forward.TargetPort)}"))))
            : null;

    private static OvnRow Balancer(LoadBalancer balancer, IEnumerable<AttachedPort> ports)
    {
        var serving = ports.Where(port => port.Address is not null && IsMember(balancer.Groups, balancer.Names, port))
            .Select(port => $"{port.Address}:{Number(balancer.TargetPort ?? balancer.Port)}");

        return OvnTables.Row(
            "Load_Balancer", $"balancer/{balancer.Name}", ("name", OvnColumn.Of(balancer.Name)),
            ("protocol", OvnColumn.Of(Word(balancer.Protocol))),
            ("vips", Map(($"{balancer.Address}:{Number(balancer.Port)}", string.Join(',', serving)))));
    }

    private static IEnumerable<OvnRow> Firewall(FirewallPolicy firewall, IntentIndex index)
    {
        var members = firewall.Networks.SelectMany(network => index.Ports[network]).Concat(index.Members.Of(firewall.Groups, firewall.Names));
        var rules = new List<OvnRow>
        {
            Rule(firewall.Name, "drop/in", "to-lport", DropPriority, $"outport == @{firewall.Name} && ip", "drop"),
            firewall.AllowsOutgoing
                ? Rule(firewall.Name, "any/out", "from-lport", AllowPriority, $"inport == @{firewall.Name} && ip", "allow-related")
                : Rule(firewall.Name, "drop/out", "from-lport", DropPriority, $"inport == @{firewall.Name} && ip", "drop"),
        };
        rules.AddRange(firewall.Rules.Select(rule => Allow(firewall.Name, rule)).DistinctBy(row => row.Key));

        return rules.Prepend(OvnTables.Row(
            "Port_Group", $"firewall/{firewall.Name}", ("name", OvnColumn.Of(firewall.Name)),
            ("ports", OvnColumn.Rows(members.Select(PortKey))), ("acls", OvnColumn.Rows(rules.Select(row => row.Key)))));
    }

    private static OvnRow Allow(string firewall, FirewallRule rule)
    {
        var terms = new List<string> { rule.To is null ? $"outport == @{firewall}" : $"inport == @{firewall}" };
        terms.Add(rule.Protocol switch { null => "ip4", "icmp" => "icmp4", var protocol => $"ip4 && {protocol}" });
        if (!rule.Ports.IsEmpty)
        {
            terms.Add($"{rule.Protocol}.dst == {{{string.Join(", ", rule.Ports.Order().Select(port => Number(port)))}}}");
        }

        if (rule.From is not null)
        {
            terms.Add($"ip4.src == {rule.From}");
        }

        if (rule.To is not null)
        {
            terms.Add($"ip4.dst == {rule.To}");
        }

        string match = string.Join(" && ", terms);

        return Rule(firewall, $"allow/{match}", rule.To is null ? "to-lport" : "from-lport", AllowPriority, match, "allow-related");
    }

    private static OvnRow Rule(string firewall, string key, string direction, int priority, string match, string action) =>
        OvnTables.Row(
            "ACL", $"rule/{firewall}/{key}", ("direction", OvnColumn.Of(direction)), ("priority", OvnColumn.Of(Number(priority))),
            ("match", OvnColumn.Of(match)), ("action", OvnColumn.Of(action)));

    private static bool IsMember(ImmutableArray<VmGroupId> groups, ImmutableArray<string> names, AttachedPort port) =>
        NetworkMembers.IsMember(groups, names, port.Machine, port.Group is { } group ? new VmGroupId(group) : null);

    private static string Word(TransportProtocol protocol) => protocol == TransportProtocol.Udp ? "udp" : "tcp";
}
