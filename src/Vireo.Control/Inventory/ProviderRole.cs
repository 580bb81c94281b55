namespace Vireo.Control;

/// <summary>What kind of system a provider speaks to.</summary>
public enum ProviderRole
{
    /// <summary>Hosts and virtual machines.</summary>
    Hypervisor,

    /// <summary>What sends requests to the replicas of groups.</summary>
    LoadBalancer,

    /// <summary>Switches, routers and their rules.</summary>
    Network,
}
