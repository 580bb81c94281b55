using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <content>Routers, load balancers and firewalls.</content>
public static partial class NetworkCheck
{
    private static IEnumerable<NetworkProblem> OfRouter(VirtualRouter router, Dictionary<string, VirtualNetwork> networks)
    {
        NetworkProblem Wrong(string key, string text) => new("Router", router.Name, key, text);
        var ranges = new List<(string Name, Ipv4Subnet Range)>();
        foreach (string name in router.Networks)
        {
            if (Unknown("Router", router.Name, "networks", name, networks) is { } unknown)
            {
                yield return unknown;
            }
            else if (networks[name].Subnet is not { } text)
            {
                yield return Wrong("networks", $"'{name}' has no subnet, so there is nothing to route. Give it one.");
            }
            else if (Ipv4Subnet.Parse(text) is { } range)
            {
                foreach (var (other, there) in ranges.Where(one => one.Range.Overlaps(range)))
                {
                    yield return Wrong("networks", $"The subnets of '{other}' ({there}) and '{name}' ({range}) overlap; one router cannot tell them apart.");
                }

                ranges.Add((name, range));
            }
        }

        foreach (var problem in Outside(router, networks, ranges))
        {
            yield return Wrong(problem.Key, problem.Text);
        }
    }

    private static IEnumerable<(string Key, string Text)> Outside(
        VirtualRouter router, Dictionary<string, VirtualNetwork> networks, List<(string Name, Ipv4Subnet Range)> ranges)
    {
        var reach = ranges.Select(one => one.Range).ToList();
        if (router.External is { } external)
        {
            if (!networks.TryGetValue(external.Network, out var network) || network.Kind != NetworkKind.Vlan)
            {
                yield return ("external", $"'{external.Network}' is no declared network of 'type: vlan'.");
            }

            if (LinkOf(external.Address) is { } link)
            {
                foreach (var (name, _) in ranges.Where(one => one.Range.Overlaps(link)))
                {
                    yield return ("external", $"'{external.Address}' lies in the subnet of '{name}' as well.");
                }

                reach.Add(link);
            }
            else
            {
                yield return ("external", $"Expected an address with the length of its prefix such as 192.0.2.10/24, found '{external.Address}'.");
            }
        }
        else if (router.FloatingAddresses.Length + router.PortForwards.Length > 0)
        {
            yield return ("external", "Floating addresses and port forwards need a way to the outside; write 'external'.");
        }

        foreach (var route in router.Routes)
        {
            if (Ipv4Subnet.Parse(route.To) is null)
            {
                yield return ("routes", $"Expected a range such as 0.0.0.0/0, found '{route.To}'.");
            }

            if (Ipv4Subnet.ParseAddress(route.Via) is not { } via || !reach.Exists(range => range.Contains(via)))
            {
                yield return ("routes", $"The next hop '{route.Via}' lies in no network of the router.");
            }
        }

        foreach (var twice in router.FloatingAddresses.GroupBy(one => one.Address).Where(same => same.Count() > 1))
        {
            yield return ("floatingAddresses", $"'{twice.Key}' leads to {string.Join(" and ", twice.Select(one => $"'{one.Machine}'"))}. Keep one.");
        }

        foreach (var twice in router.PortForwards.GroupBy(one => (one.Port, one.Protocol)).Where(same => same.Count() > 1))
        {
            yield return ("portForwards", $"Port {twice.Key.Port} leads to {string.Join(" and ", twice.Select(one => $"'{one.Machine}'"))}. Keep one.");
        }
    }

    /// <summary>The range of an address with the length of its prefix; null when it is none.</summary>
    internal static Ipv4Subnet? LinkOf(string text)
    {
        string[] parts = text.Split('/');

        return parts.Length == 2 && Ipv4Subnet.ParseAddress(parts[0]) is { } address && Ipv4Subnet.Parse($"0.0.0.0/{parts[1]}") is { } any
            ? new Ipv4Subnet(any.Length == 0 ? 0 : address & (uint.MaxValue << (32 - any.Length)), any.Length)
            : null;
    }

    private static (string Address, int Port, TransportProtocol Protocol) Place(LoadBalancer balancer) =>
        (balancer.Address, balancer.Port, balancer.Protocol);

    private static IEnumerable<NetworkProblem> OfBalancer(
        LoadBalancer balancer, NetworkIntent intent, Dictionary<string, VirtualNetwork> networks, string answering)
    {
        NetworkProblem Wrong(string key, string text) => new("LoadBalancer", balancer.Name, key, text);
        if (Unknown("LoadBalancer", balancer.Name, "network", balancer.Network, networks) is { } unknown)
        {
            yield return unknown;
        }

        if (Ipv4Subnet.ParseAddress(balancer.Address) is null)
        {
            yield return Wrong("address", $"Expected an address such as 10.9.9.9, found '{balancer.Address}'.");
        }

        foreach (string router in balancer.Routers.Where(name => intent.Routers.All(router => router.Name != name)))
        {
            yield return Wrong("routers", $"There is no router named '{router}'.");
        }

        if (balancer.Groups.IsEmpty && balancer.Names.IsEmpty)
        {
            yield return Wrong("groups", "Nobody serves: name groups or machines.");
        }

        if (answering != balancer.Name)
        {
            yield return Wrong("address", $"'{answering}' answers on {balancer.Address} port {balancer.Port} already.");
        }
    }

    private static IEnumerable<NetworkProblem> OfFirewall(FirewallPolicy firewall, Dictionary<string, VirtualNetwork> networks)
    {
        NetworkProblem Wrong(string key, string text) => new("Firewall", firewall.Name, key, text);
        foreach (string name in firewall.Networks)
        {
            if (Unknown("Firewall", firewall.Name, "networks", name, networks) is { } unknown)
            {
                yield return unknown;
            }
        }

        foreach (var rule in firewall.Rules)
        {
            if ((rule.From is { } from && Ipv4Subnet.Parse(from) is null) || (rule.To is { } to && Ipv4Subnet.Parse(to) is null))
            {
                yield return Wrong("rules", $"Expected a range such as 10.0.0.0/8, found '{rule.From ?? rule.To}'.");
            }

            if (!rule.Ports.IsEmpty && rule.Protocol is not ("tcp" or "udp"))
            {
                yield return Wrong("rules", "Ports belong to a protocol; write 'protocol: tcp' or 'protocol: udp'.");
            }
        }
    }
}
