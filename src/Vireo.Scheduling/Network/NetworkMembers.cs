using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>Which machines are in which networks, with their addresses: those that are declared by name, and those of
/// groups and patterns as the fleet has them.</summary>
public static class NetworkMembers
{
    /// <summary>Finds them.</summary>
    /// <param name="intent">What is declared, without <see cref="NetworkCheck"/> problems.</param>
    /// <param name="machines">The fleet's machines.</param>
    /// <param name="held">The address that each interface has now; a machine keeps its address.</param>
    /// <returns>Ordered by network and machine.</returns>
    /// <remarks>Who has no fixed address keeps the one it has, else gets the lowest that is free; so a machine that comes
    /// moves no other.</remarks>
    public static ImmutableArray<AttachedPort> Of(
        NetworkIntent intent, IEnumerable<VirtualMachine> machines, IReadOnlyDictionary<string, string> held)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(machines);
        ArgumentNullException.ThrowIfNull(held);
        var fleet = machines.OrderBy(machine => machine.Id).DistinctBy(machine => machine.Name)
            .ToDictionary(machine => machine.Name, StringComparer.Ordinal);
        var index = new MemberIndex<VirtualMachine>(fleet.Values, machine => machine.Name, machine => machine.Group);

        return [.. intent.Networks.OrderBy(network => network.Name, StringComparer.Ordinal).SelectMany(network => In(network, fleet, index, held))];
    }

    /// <summary>The address of a network's router.</summary>
    public static string GatewayOf(VirtualNetwork network, Ipv4Subnet subnet)
    {
        ArgumentNullException.ThrowIfNull(network);

        return network.Gateway ?? Ipv4Subnet.Text(subnet.First + 1);
    }

    /// <summary>A hardware address that belongs to a name: always the same, locally administered.</summary>
    public static string MacOf(string name)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));

        return string.Create(
            CultureInfo.InvariantCulture, $"0a:{hash[0]:x2}:{hash[1]:x2}:{hash[2]:x2}:{hash[3]:x2}:{hash[4]:x2}");
    }

    private static IEnumerable<AttachedPort> In(
        VirtualNetwork network, Dictionary<string, VirtualMachine> fleet, MemberIndex<VirtualMachine> index,
        IReadOnlyDictionary<string, string> held)
    {
        var ports = network.Ports.DistinctBy(port => port.Machine).ToDictionary(port => port.Machine, StringComparer.Ordinal);
        foreach (var machine in index.Of(network.Groups, network.Names))
        {
            ports.TryAdd(machine.Name, new NetworkPort(machine.Name));
        }

        string InterfaceOf(NetworkPort port) => port.Interface ??
            $"{network.Name}.{port.Machine}".Replace('"', '_').Replace('\\', '_');
        var ordered = ports.Values.OrderBy(port => port.Machine, StringComparer.Ordinal).ToList();
        var addresses = Addresses(network, ordered, InterfaceOf, held);

        return ordered.Select(port => new AttachedPort(
            network.Name, port.Machine, fleet.GetValueOrDefault(port.Machine)?.Group?.Value, InterfaceOf(port),
            port.Mac?.ToLowerInvariant() ?? MacOf($"{network.Name}/{port.Machine}"), addresses.GetValueOrDefault(port.Machine)));
    }

    /// <summary>Whether a machine is meant by groups or patterns.</summary>
    internal static bool IsMember(
        ImmutableArray<VmGroupId> groups, ImmutableArray<string> names, string machine, VmGroupId? group) =>
        (group is { } id && groups.Contains(id)) || names.Any(pattern => NamePattern.Matches(pattern, machine));

    private static Dictionary<string, string> Addresses(
        VirtualNetwork network, List<NetworkPort> ports, Func<NetworkPort, string> interfaceOf, IReadOnlyDictionary<string, string> held)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        if (network.Subnet is not { } text || Ipv4Subnet.Parse(text) is not { } subnet)
        {
            return addresses;
        }

        var taken = new HashSet<uint>();
        taken.Add(Ipv4Subnet.ParseAddress(GatewayOf(network, subnet)) ?? subnet.First);
        foreach (var port in ports.Where(port => port.Address is not null))
        {
            addresses[port.Machine] = port.Address!;
            taken.Add(Ipv4Subnet.ParseAddress(port.Address!) ?? subnet.First);
        }

        foreach (var port in ports.Where(port => port.Address is null))
        {
            if (held.TryGetValue(interfaceOf(port), out string? there) && Ipv4Subnet.ParseAddress(there) is { } address &&
                subnet.Contains(address) && taken.Add(address))
            {
                addresses[port.Machine] = there;
            }
        }

        uint next = subnet.First + 1;
        foreach (var port in ports.Where(port => !addresses.ContainsKey(port.Machine)))
        {
            while (next < subnet.Last && !taken.Add(next))
            {
                next++;
            }

            if (next >= subnet.Last)
            {
                break;
            }

            addresses[port.Machine] = Ipv4Subnet.Text(next);
        }

        return addresses;
    }
}
