using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A network to which machines are attached, as the operator declares it.</summary>
public sealed record VirtualNetwork
{
    /// <summary>Unique among networks.</summary>
    public required string Name { get; init; }

    /// <summary>How packets travel between hosts.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Overlay;

    /// <summary>For VLANs: the physical network as the hosts' bridge mappings call it.</summary>
    public string? PhysicalNetwork { get; init; }

    /// <summary>For VLANs: the tag, 1 to 4094; null when packets carry none.</summary>
    public int? Vlan { get; init; }

    /// <summary>Its addresses, such as 10.1.0.0/24; null when others give them out.</summary>
    public string? Subnet { get; init; }

    /// <summary>The address of its router; null for the first of the subnet.</summary>
    public string? Gateway { get; init; }

    /// <summary>Whether machines are told their addresses.</summary>
    public bool HasDhcp { get; init; } = true;

    /// <summary>Name servers that machines are told.</summary>
    public ImmutableArray<string> NameServers { get; init; } = [];

    /// <summary>The domain in which machines have names; null when they have none.</summary>
    public string? Domain { get; init; }

    /// <summary>The largest packet in bytes that machines are told; null for what fits into a tunnel.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether a change that takes something from its machines is refused: for networks by which hosts and machines
    /// are managed.</summary>
    public bool IsProtected { get; init; }

    /// <summary>The most that each machine may send; null for no limit.</summary>
    public BytesPerSecond? LimitPerMachine { get; init; }

    /// <summary>Machines that are attached by name, with what is fixed of them.</summary>
    public ImmutableArray<NetworkPort> Ports { get; init; } = [];

    /// <summary>Groups whose machines are attached, as they come and go.</summary>
    public ImmutableArray<VmGroupId> Groups { get; init; } = [];

    /// <summary>Names of machines that are attached, with <c>*</c> for any text, as they come and go.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}
