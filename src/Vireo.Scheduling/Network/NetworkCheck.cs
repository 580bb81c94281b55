using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>What cannot be true of declared networks, in one document or between several.</summary>
public static partial class NetworkCheck
{
    /// <summary>Looks at everything that is declared.</summary>
    /// <returns>What is wrong, in the order of the documents; empty when nothing is.</returns>
    public static IReadOnlyList<NetworkProblem> Problems(NetworkIntent intent)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var networks = intent.Networks.GroupBy(network => network.Name)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var answering = intent.LoadBalancers.DistinctBy(Place).ToDictionary(Place, balancer => balancer.Name);

        return
        [
            .. intent.Networks.SelectMany(OfNetwork),
            .. SameVlan(intent),
            .. SameMac(intent),
            .. intent.Routers.SelectMany(router => OfRouter(router, networks)),
            .. SeveralGateways(intent),
            .. intent.LoadBalancers.SelectMany(balancer => OfBalancer(balancer, intent, networks, answering[Place(balancer)])),
            .. intent.Firewalls.SelectMany(firewall => OfFirewall(firewall, networks)),
        ];
    }

    private static IEnumerable<NetworkProblem> OfNetwork(VirtualNetwork network)
    {
        NetworkProblem Wrong(string key, string text) => new("Network", network.Name, key, text);
        if (network.Kind == NetworkKind.Vlan && network.PhysicalNetwork is null)
        {
            yield return Wrong("physicalNetwork", "A VLAN lies on a physical network; name it as the bridge mappings of the hosts do.");
        }

        if (network.Kind == NetworkKind.Overlay && (network.PhysicalNetwork ?? network.Vlan?.ToString()) is not null)
        {
            yield return Wrong("type", "Only networks of 'type: vlan' have a physical network and a tag.");
        }

        if (network.Subnet is null)
        {
            foreach (var port in network.Ports.Where(port => port.Address is not null))
            {
                yield return Wrong("ports", $"'{port.Machine}' has an address, but the network has no subnet.");
            }

            yield break;
        }

        if (Ipv4Subnet.Parse(network.Subnet) is not { Length: <= 30 } subnet)
        {
            yield return Wrong("subnet", $"Expected a range of at least four addresses such as 10.1.0.0/24, found '{network.Subnet}'.");
            yield break;
        }

        foreach (var problem in Addresses(network, subnet))
        {
            yield return Wrong(problem.Key, problem.Text);
        }
    }

    private static IEnumerable<(string Key, string Text)> Addresses(VirtualNetwork network, Ipv4Subnet subnet)
    {
        if (network.Gateway is { } gateway && !IsInside(subnet, gateway))
        {
            yield return ("gateway", $"'{gateway}' is no address for machines of {subnet}.");
        }

        var taken = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [NetworkMembers.GatewayOf(network, subnet)] = "the gateway",
        };
        foreach (var port in network.Ports)
        {
            if (port.Address is not { } address)
            {
                continue;
            }

            if (!IsInside(subnet, address))
            {
                yield return ("ports", $"The address '{address}' of '{port.Machine}' is none for machines of {subnet}.");
            }
            else if (!taken.TryAdd(address, $"'{port.Machine}'"))
            {
                yield return ("ports", $"The address '{address}' of '{port.Machine}' is that of {taken[address]} as well.");
            }
        }
    }

    private static bool IsInside(Ipv4Subnet subnet, string text) =>
        Ipv4Subnet.ParseAddress(text) is { } address && subnet.Contains(address) && address != subnet.First && address != subnet.Last;

    private static IEnumerable<NetworkProblem> SameVlan(NetworkIntent intent) =>
        from network in intent.Networks.Where(network => network.PhysicalNetwork is not null)
        group network by (network.PhysicalNetwork, network.Vlan) into same
        from later in same.Skip(1)
        select new NetworkProblem(
            "Network", later.Name, "vlan",
            $"'{same.First().Name}' is on '{same.Key.PhysicalNetwork}' with the same tag already. Use that network or another tag.");

    private static IEnumerable<NetworkProblem> SameMac(NetworkIntent intent) =>
        from network in intent.Networks
        from port in network.Ports.Where(port => port.Mac is not null)
        group (network, port) by port.Mac!.ToLowerInvariant() into same
        from later in same.Skip(1)
        select new NetworkProblem(
            "Network", later.network.Name, "ports",
            $"'{later.port.Machine}' has the hardware address '{same.Key}' of '{same.First().port.Machine}' in '{same.First().network.Name}'.");

    private static IEnumerable<NetworkProblem> SeveralGateways(NetworkIntent intent) =>
        from router in intent.Routers
        from name in router.Networks
        group router by name into same
        from later in same.Skip(1)
        select new NetworkProblem(
            "Router", later.Name, "networks", $"'{same.First().Name}' is the gateway of '{same.Key}' already. A network has one gateway.");

    private static NetworkProblem? Unknown(
        string kind, string name, string key, string network, Dictionary<string, VirtualNetwork> networks) =>
        networks.ContainsKey(network) ? null : new NetworkProblem(
            kind, name, key, $"There is no network named '{network}'. Declared are: {string.Join(", ", networks.Keys.Order(StringComparer.Ordinal))}.");
}
