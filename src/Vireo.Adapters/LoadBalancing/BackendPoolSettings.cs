namespace Vireo.Adapters.LoadBalancing;

/// <summary>A load balancer that groups name, and how it is spoken to.</summary>
public sealed record BackendPoolSettings
{
    /// <summary>The longest that may be waited for what a replica has begun.</summary>
    public static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(5);

    /// <summary>Unique among load balancers and providers.</summary>
    public string Name { get; init; } = "";

    /// <summary>The provider whose groups may name it; empty for all.</summary>
    public string Provider { get; init; } = "";

    /// <summary>How it is spoken to.</summary>
    public BackendPoolType Type { get; init; }

    /// <summary>For HTTP: where the hook is.</summary>
    public string Url { get; init; } = "";

    /// <summary>For HTTP: a file with the token of <c>Authorization: Bearer</c>; empty for none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>For HAProxy: the path of the runtime API's socket, or <c>HOST:PORT</c>.</summary>
    public string Socket { get; init; } = "";

    /// <summary>For HAProxy: the backend section.</summary>
    public string Backend { get; init; } = "";

    /// <summary>For OVN: where the northbound database is.</summary>
    public string Endpoints { get; init; } = "";

    /// <summary>For OVN: the load balancer's name.</summary>
    public string LoadBalancer { get; init; } = "";

    /// <summary>For OVN: the network in which replicas are asked; theirs are the ports called <c>NETWORK.MACHINE</c>.</summary>
    public string Network { get; init; } = "";

    /// <summary>For OVN: the port on which replicas serve; zero for the one of what stands there.</summary>
    public int Port { get; init; }

    /// <summary>Where a replica serves, with <c>{name}</c> for what it is called and <c>{machine}</c> for its
    /// identifier.</summary>
    public string Address { get; init; } = "";

    /// <summary>How long a replica may take to end what it has begun, before it is taken out all the same.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one question may take.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether Vireo may act; without it, it only looks (S32).</summary>
    public bool Acts { get; init; } = true;
}
