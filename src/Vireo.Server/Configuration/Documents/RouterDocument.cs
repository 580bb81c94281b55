using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Router</c>: what carries packets between networks and to the outside.</summary>
internal static class RouterDocument
{
    private static readonly MappingForm<ExternalLink> External =
        new MappingForm<ExternalLink>("external", new ExternalLink("", "", [], SourceNat: true))
            .Required("network", "A network of type vlan.", Values.Name, one => one.Network, (one, name) => one with { Network = name })
            .Required("address", "The router's address there, such as 192.0.2.10/24.", new TextForm("an address such as 192.0.2.10/24"),
                one => one.Address, (one, address) => one with { Address = address })
            .Required("hosts", "Hosts that may carry it (their system-id), the preferred first.", NetworkValues.Names,
                one => one.Hosts, (one, hosts) => one with { Hosts = hosts })
            .Key("sourceNat", "Whether machines speak to the outside with the router's address.", Values.Flag,
                one => one.SourceNat, (one, value) => one with { SourceNat = value })
            .Check("hosts", one => one.Hosts.IsEmpty ? "Name at least one host." : null);

    private static readonly ListForm<StaticRoute> Routes = new(
        new MappingForm<StaticRoute>("a route", new StaticRoute("", ""))
            .Required("to", "Where to, such as 0.0.0.0/0.", NetworkValues.Range, one => one.To, (one, to) => one with { To = to })
            .Required("via", "The next router's address.", NetworkValues.Address, one => one.Via, (one, via) => one with { Via = via }),
        route => $"{route.To} via {route.Via}");

    private static readonly ListForm<FloatingAddress> Floating = new(
        new MappingForm<FloatingAddress>("a floating address", new FloatingAddress("", ""))
            .Required("address", "An address of the outside.", NetworkValues.Address,
                one => one.Address, (one, address) => one with { Address = address })
            .Required("vm", "The machine to which it leads.", Values.Name, one => one.Machine, (one, name) => one with { Machine = name })
            .Check("address", one => Ipv4Subnet.ParseAddress(one.Address) is null
                ? $"Expected an address such as 192.0.2.20, found '{one.Address}'." : null));

    private static readonly ListForm<PortForward> Forwards = new(
        new MappingForm<PortForward>("a port forward", new PortForward(0, TransportProtocol.Tcp, "", 0))
            .Required("port", "The port of the router's outer address.", NetworkValues.Port, one => one.Port, (one, port) => one with { Port = port })
            .Key("protocol", "tcp or udp.", NetworkValues.Transport, one => one.Protocol, (one, value) => one with { Protocol = value })
            .Required("vm", "The machine to which it leads.", Values.Name, one => one.Machine, (one, name) => one with { Machine = name })
            .Required("targetPort", "The machine's port, such as 22.", NetworkValues.Port,
                one => one.TargetPort, (one, port) => one with { TargetPort = port }));

    public static MappingForm<VirtualRouter> Form { get; } =
        new MappingForm<VirtualRouter>("Router", new VirtualRouter { Name = "" })
            .Required("name", "Names the router.", Values.Name, one => one.Name, (one, name) => one with { Name = name })
            .Required("networks", "The networks whose gateway it is.", NetworkValues.Names,
                one => one.Networks, (one, names) => one with { Networks = names })
            .Key("external", "Its way to the outside.", External, one => one.External, (one, link) => one with { External = link })
            .Key("routes", "Routes besides those to its own networks.", Routes, one => one.Routes, (one, routes) => one with { Routes = routes })
            .Key("floatingAddresses", "Addresses of the outside that lead to one machine each.", Floating,
                one => one.FloatingAddresses, (one, all) => one with { FloatingAddresses = all })
            .Key("portForwards", "Ports of its outer address that lead to machines.", Forwards,
                one => one.PortForwards, (one, all) => one with { PortForwards = all });
}
