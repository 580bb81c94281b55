namespace Vireo.Adapters.LoadBalancing;

/// <summary>How a load balancer is spoken to.</summary>
public enum BackendPoolType
{
    /// <summary>A hook of one's own: three requests over HTTP.</summary>
    Http,

    /// <summary>HAProxy's runtime API.</summary>
    Haproxy,

    /// <summary>A load balancer in OVN's northbound database.</summary>
    Ovn,
}
