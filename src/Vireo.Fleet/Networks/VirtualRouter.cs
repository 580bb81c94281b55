using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What carries packets between networks and to the outside.</summary>
public sealed record VirtualRouter
{
    /// <summary>Unique among routers.</summary>
    public required string Name { get; init; }

    /// <summary>The networks whose gateway it is.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Its way to the outside; null when there is none.</summary>
    public ExternalLink? External { get; init; }

    /// <summary>Routes besides those to its own networks.</summary>
    public ImmutableArray<StaticRoute> Routes { get; init; } = [];

    /// <summary>Addresses of the outside that lead to one machine each.</summary>
    public ImmutableArray<FloatingAddress> FloatingAddresses { get; init; } = [];

    /// <summary>Ports of its outer address that lead to machines.</summary>
    public ImmutableArray<PortForward> PortForwards { get; init; } = [];
}
