using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>What a provider is there for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderRole>))]
public enum ProviderRole
{
    /// <summary>It runs hosts and machines.</summary>
    Hypervisor,

    /// <summary>It only carries out what is declared of the network.</summary>
    Network,

    /// <summary>It only speaks to a load balancer.</summary>
    LoadBalancer,
}
