using System.Text.RegularExpressions;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Network</c>: a network to which machines are attached.</summary>
internal static partial class NetworkDocument
{
    private static readonly ChoiceForm<NetworkKind> Type = new([("overlay", NetworkKind.Overlay), ("vlan", NetworkKind.Vlan)]);

    private static readonly MappingForm<NetworkPort> Port =
        new MappingForm<NetworkPort>("a port", new NetworkPort(""))
            .Required("vm", "The machine's name.", Values.Name, port => port.Machine, (port, name) => port with { Machine = name })
            .Key("mac", "Its hardware address; left out, one that belongs to the names.", new TextForm("an address such as 52:54:00:00:00:01"),
                port => port.Mac, (port, mac) => port with { Mac = mac })
            .Key("address", "Its address; left out, the lowest that is free.", NetworkValues.Address,
                port => port.Address, (port, address) => port with { Address = address })
            .Key("interface", "What its hypervisor calls the interface (iface-id; for libvirt a UUID); left out, NETWORK.VM.",
                new TextForm("the interface's identifier"), port => port.Interface, (port, name) => port with { Interface = name })
            .Check("mac", port => port.Mac is null || Mac().IsMatch(port.Mac)
                ? null : $"Expected six bytes such as 52:54:00:00:00:01, the first of them even, found '{port.Mac}'.")
            .Check("interface", port => port.Interface?.Contains('"') == true ? "An identifier has no quotes." : null);

    private static readonly ListForm<NetworkPort> Ports = new(Port, port => port.Machine);

    private static readonly ListForm<string> Servers = new(NetworkValues.Address, server => server);

    public static MappingForm<VirtualNetwork> Form { get; } =
        new MappingForm<VirtualNetwork>("Network", new VirtualNetwork { Name = "" })
            .Required("name", "Names the network.", Values.Name, one => one.Name, (one, name) => one with { Name = name })
            .Key("type", "overlay: in tunnels between hosts; vlan: on a physical network.", Type,
                one => one.Kind, (one, kind) => one with { Kind = kind })
            .Key("physicalNetwork", "For vlan: the physical network as the hosts' bridge mappings call it.", Values.Name,
                one => one.PhysicalNetwork, (one, name) => one with { PhysicalNetwork = name })
            .Optional<int>("vlan", "For vlan: the tag; left out, packets carry none.", new IntegerForm(1, 4_094),
                one => one.Vlan, (one, tag) => one with { Vlan = tag })
            .Key("subnet", "Its addresses, such as 10.1.0.0/24; left out, others give them out.", NetworkValues.Range,
                one => one.Subnet, (one, range) => one with { Subnet = range })
            .Key("gateway", "The address of its router; left out, the first of the subnet.", NetworkValues.Address,
                one => one.Gateway, (one, address) => one with { Gateway = address })
            .Key("dhcp", "Whether machines are told their addresses.", Values.Flag, one => one.HasDhcp, (one, has) => one with { HasDhcp = has })
            .Key("nameServers", "Name servers that machines are told; left out, the gateway where there is a domain.", Servers,
                one => one.NameServers, (one, servers) => one with { NameServers = servers })
            .Key("domain", "The domain in which machines have names.", Values.Name, one => one.Domain, (one, name) => one with { Domain = name })
            .Optional<int>("mtu", "The largest packet in bytes that machines are told.", new IntegerForm(576, 9_500),
                one => one.Mtu, (one, bytes) => one with { Mtu = bytes })
            .Optional<double>("limitPerVm", "The most each machine may send, in bytes per second, or with MiB or GiB.", new AmountForm(),
                one => one.LimitPerMachine?.Value, (one, rate) => one with { LimitPerMachine = new BytesPerSecond(rate) })
            .Key("protected", "Whether a change that takes something from its machines is refused.", Values.Flag,
                one => one.IsProtected, (one, value) => one with { IsProtected = value })
            .Key("ports", "Machines that are attached, with what is fixed of them.", Ports, one => one.Ports, (one, ports) => one with { Ports = ports })
            .Key("groups", "Groups whose machines are attached, as they come and go.", NetworkValues.Groups,
                one => one.Groups, (one, groups) => one with { Groups = groups })
            .Key("names", "Names of machines that are attached, with * for any text.", NetworkValues.Patterns,
                one => one.Names, (one, names) => one with { Names = names });

    [GeneratedRegex("^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$")]
    private static partial Regex Mac();
}
