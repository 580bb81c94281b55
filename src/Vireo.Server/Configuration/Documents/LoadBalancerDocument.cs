using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: LoadBalancer</c>: an address behind which several machines serve.</summary>
internal static class LoadBalancerDocument
{
    public static MappingForm<LoadBalancer> Form { get; } =
        new MappingForm<LoadBalancer>("LoadBalancer", new LoadBalancer { Name = "" })
            .Required("name", "Names the load balancer.", Values.Name, one => one.Name, (one, name) => one with { Name = name })
            .Required("address", "The address that clients ask.", NetworkValues.Address,
                one => one.Address, (one, address) => one with { Address = address })
            .Required("port", "The port that clients ask.", NetworkValues.Port, one => one.Port, (one, port) => one with { Port = port })
            .Optional<int>("targetPort", "The port on which machines serve; left out, the same.", NetworkValues.Port,
                one => one.TargetPort, (one, port) => one with { TargetPort = port })
            .Key("protocol", "tcp or udp.", NetworkValues.Transport, one => one.Protocol, (one, value) => one with { Protocol = value })
            .Required("network", "The network in which the machines are asked.", Values.Name,
                one => one.Network, (one, name) => one with { Network = name })
            .Key("routers", "Routers on which the address is answered besides.", NetworkValues.Names,
                one => one.Routers, (one, names) => one with { Routers = names })
            .Key("groups", "Groups whose machines serve; they join and leave as the group scales.", NetworkValues.Groups,
                one => one.Groups, (one, groups) => one with { Groups = groups })
            .Key("names", "Names of machines that serve, with * for any text.", NetworkValues.Patterns,
                one => one.Names, (one, names) => one with { Names = names });
}
