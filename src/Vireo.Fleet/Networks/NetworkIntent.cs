using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>All that the operator declares of the network.</summary>
public sealed record NetworkIntent
{
    /// <summary>Networks.</summary>
    public ImmutableArray<VirtualNetwork> Networks { get; init; } = [];

    /// <summary>Routers.</summary>
    public ImmutableArray<VirtualRouter> Routers { get; init; } = [];

    /// <summary>Firewalls.</summary>
    public ImmutableArray<FirewallPolicy> Firewalls { get; init; } = [];

    /// <summary>Load balancers.</summary>
    public ImmutableArray<LoadBalancer> LoadBalancers { get; init; } = [];

    /// <summary>Whether nothing is declared.</summary>
    [JsonIgnore]
    public bool IsEmpty => Networks.IsEmpty && Routers.IsEmpty && Firewalls.IsEmpty && LoadBalancers.IsEmpty;
}
