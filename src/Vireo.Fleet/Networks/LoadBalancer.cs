using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>An address behind which several machines serve; machines of a group join and leave as it scales.</summary>
public sealed record LoadBalancer
{
    /// <summary>Unique among load balancers.</summary>
    public required string Name { get; init; }

    /// <summary>The address that clients ask.</summary>
    public string Address { get; init; } = "";

    /// <summary>The port that clients ask.</summary>
    public int Port { get; init; } = 80;

    /// <summary>The port on which machines serve; null for the same.</summary>
    public int? TargetPort { get; init; }

    /// <summary>TCP or UDP.</summary>
    public TransportProtocol Protocol { get; init; }

    /// <summary>The network in which the machines are asked.</summary>
    public string Network { get; init; } = "";

    /// <summary>Routers besides the network itself on which the address is answered.</summary>
    public ImmutableArray<string> Routers { get; init; } = [];

    /// <summary>Groups whose machines serve.</summary>
    public ImmutableArray<VmGroupId> Groups { get; init; } = [];

    /// <summary>Names of machines that serve, with <c>*</c> for any text.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}
