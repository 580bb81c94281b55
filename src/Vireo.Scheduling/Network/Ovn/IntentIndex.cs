using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Ovn;

/// <summary>What is declared and who is attached, by what it is asked for: nothing is searched once for each network.</summary>
internal sealed class IntentIndex
{
    private readonly Dictionary<(string Network, string Machine), AttachedPort> _byMachine;

    /// <summary>Indexes all.</summary>
    /// <param name="intent">What is declared, without problems.</param>
    /// <param name="ports">Who is in which network.</param>
    public IntentIndex(NetworkIntent intent, IReadOnlyCollection<AttachedPort> ports)
    {
        Ports = ports.ToLookup(port => port.Network, StringComparer.Ordinal);
        Members = new MemberIndex<AttachedPort>(ports, port => port.Machine, port => port.Group is { } group ? new VmGroupId(group) : null);
        _byMachine = ports.DistinctBy(port => (port.Network, port.Machine)).ToDictionary(port => (port.Network, port.Machine));
        Networks = intent.Networks.DistinctBy(network => network.Name).ToDictionary(network => network.Name, StringComparer.Ordinal);
        Routers = intent.Routers
            .SelectMany(router => router.Networks.Append(router.External?.Network).OfType<string>().Distinct().Select(network => (network, router)))
            .ToLookup(pair => pair.network, pair => pair.router, StringComparer.Ordinal);
        Balancers = intent.LoadBalancers.SelectMany(balancer => balancer.Routers.Distinct().Select(router => (router, balancer)))
            .ToLookup(pair => pair.router, pair => pair.balancer, StringComparer.Ordinal);

        // A router with a way to the outside translates only what comes from there, so networks behind it translate by
        // themselves, where the client is.
        var behind = intent.Routers.SelectMany(router => Balancers[router.Name]
            .SelectMany(balancer => router.Networks.Select(network => (network, balancer))));
        Asked = intent.LoadBalancers.Select(balancer => (network: balancer.Network, balancer)).Concat(behind).Distinct()
            .ToLookup(pair => pair.network, pair => pair.balancer, StringComparer.Ordinal);
    }

    /// <summary>Networks by name.</summary>
    public IReadOnlyDictionary<string, VirtualNetwork> Networks { get; }

    /// <summary>By network, who is in it.</summary>
    public ILookup<string, AttachedPort> Ports { get; }

    /// <summary>By group and name, who is attached anywhere.</summary>
    public MemberIndex<AttachedPort> Members { get; }

    /// <summary>By network, the routers that it is linked to.</summary>
    public ILookup<string, VirtualRouter> Routers { get; }

    /// <summary>By router, the load balancers that are asked through it.</summary>
    public ILookup<string, LoadBalancer> Balancers { get; }

    /// <summary>By network, the load balancers that its machines ask.</summary>
    public ILookup<string, LoadBalancer> Asked { get; }

    /// <summary>The address of a machine in the first network of a router, by name, in which it has one; null for none.</summary>
    public string? AddressOf(VirtualRouter router, string machine) => router.Networks.Order(StringComparer.Ordinal)
        .Select(network => _byMachine.GetValueOrDefault((network, machine))?.Address).FirstOrDefault(address => address is not null);
}
