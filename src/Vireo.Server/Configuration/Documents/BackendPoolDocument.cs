using System.Globalization;
using Vireo.Adapters.LoadBalancing;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: BackendPool</c>: the load balancer that replicas of groups join and leave.</summary>
internal static class BackendPoolDocument
{
    private static readonly ChoiceForm<BackendPoolType> Type = new(
        [("http", BackendPoolType.Http), ("haproxy", BackendPoolType.Haproxy), ("ovn", BackendPoolType.Ovn)]);

    public static MappingForm<BackendPoolSettings> Form { get; } =
        new MappingForm<BackendPoolSettings>("BackendPool", new BackendPoolSettings())
            .Required("name", "Names the load balancer in groups.", Values.Name, pool => pool.Name, (pool, name) => pool with { Name = name })
            .Required("type", "http: a hook of one's own; haproxy: its runtime API; ovn: a load balancer in OVN.", Type,
                pool => pool.Type, (pool, type) => pool with { Type = type })
            .Key("provider", "The provider whose groups name it; left out, all may.", Values.Name,
                pool => pool.Provider.Length == 0 ? null : pool.Provider, (pool, name) => pool with { Provider = name! })
            .Key("url", "For http: where the hook is.", new TextForm("an http or https address"),
                pool => pool.Url, (pool, url) => pool with { Url = url })
            .Key("tokenFile", "For http: a file with a token for 'Authorization: Bearer'.", new TextForm("the path of a file, relative to this one"),
                pool => pool.TokenFile, (pool, path) => pool with { TokenFile = path })
            .Key("socket", "For haproxy: its runtime API at level admin.", new TextForm("an absolute path, or host:port"),
                pool => pool.Socket, (pool, socket) => pool with { Socket = socket })
            .Key("backend", "For haproxy: the backend section.", Values.Name,
                pool => pool.Backend.Length == 0 ? null : pool.Backend, (pool, name) => pool with { Backend = name! })
            .Key("endpoints", "For ovn: the northbound database.", new TextForm("unix:PATH, tcp:HOST:PORT or ssl:HOST:PORT"),
                pool => pool.Endpoints, (pool, endpoints) => pool with { Endpoints = endpoints })
            .Key("loadBalancer", "For ovn: the load balancer's name.", Values.Name,
                pool => pool.LoadBalancer.Length == 0 ? null : pool.LoadBalancer, (pool, name) => pool with { LoadBalancer = name! })
            .Key("network", "For ovn: the network in which replicas are asked.", Values.Name,
                pool => pool.Network.Length == 0 ? null : pool.Network, (pool, name) => pool with { Network = name! })
            .Optional<int>("port", "For ovn: the port on which replicas serve; left out, the one that others there have.", NetworkValues.Port,
                pool => pool.Port == 0 ? null : pool.Port, (pool, port) => pool with { Port = port })
            .Key("address", "Where a replica serves, with {name} for what it is called and {machine} for its identifier.",
                new TextForm("host:port, such as {name}.shop.test:8080"), pool => pool.Address, (pool, address) => pool with { Address = address })
            .Key("drainFor", "How long a replica may take to end what it has begun.",
                Values.Duration(TimeSpan.Zero, BackendPoolSettings.LongestDrain), pool => pool.DrainFor, (pool, time) => pool with { DrainFor = time })
            .Key("within", "How long one question may take.", Values.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30)),
                pool => pool.Within, (pool, time) => pool with { Within = time })
            .Key("acts", "Whether Vireo may act; without it, it only looks.", Values.Flag, pool => pool.Acts, (pool, acts) => pool with { Acts = acts })
            .Check("type", WhatIsMissing)
            .Check("url", pool => pool.Url.Length == 0 || IsWeb(pool.Url) ? null : $"'{pool.Url}' is no http or https address.")
            .Check("socket", pool => pool.Socket.Length == 0 || pool.Socket[0] == '/' || HasPort(pool.Socket) ? null
                : $"'{pool.Socket}' is neither an absolute path nor host:port.")
            .Check("address", pool => pool.Address.Length == 0 || HasPort(pool.Address) ? null
                : $"'{pool.Address}' has no port; write host:port, such as {{name}}.shop.test:8080.");

    private static string? WhatIsMissing(BackendPoolSettings pool) => pool.Type switch
    {
        BackendPoolType.Http when pool.Url.Length == 0 => "A load balancer of type http needs 'url'.",
        BackendPoolType.Haproxy when pool.Socket.Length == 0 || pool.Backend.Length == 0 || pool.Address.Length == 0 =>
            "A load balancer of type haproxy needs 'socket', 'backend' and 'address'.",
        BackendPoolType.Ovn when pool.Endpoints.Length == 0 || pool.LoadBalancer.Length == 0 || pool.Network.Length == 0 =>
            "A load balancer of type ovn needs 'endpoints', 'loadBalancer' and 'network'.",
        _ when Foreign(pool) is { } key => $"The key '{key}' belongs to another type.",
        _ => null,
    };

    private static string? Foreign(BackendPoolSettings pool) => pool.Type switch
    {
        not BackendPoolType.Http when pool.Url.Length > 0 => "url",
        not BackendPoolType.Http when pool.TokenFile.Length > 0 => "tokenFile",
        not BackendPoolType.Haproxy when pool.Socket.Length > 0 => "socket",
        not BackendPoolType.Haproxy when pool.Backend.Length > 0 => "backend",
        not BackendPoolType.Ovn when pool.Endpoints.Length > 0 => "endpoints",
        not BackendPoolType.Ovn when pool.LoadBalancer.Length > 0 => "loadBalancer",
        not BackendPoolType.Ovn when pool.Network.Length > 0 => "network",
        not BackendPoolType.Ovn when pool.Port > 0 => "port",
        BackendPoolType.Ovn when pool.Address.Length > 0 => "address",
        _ => null,
    };

    private static bool IsWeb(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0;

    private static bool HasPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && int.TryParse(text[(colon + 1)..], CultureInfo.InvariantCulture, out int port) &&
        port is > 0 and <= ushort.MaxValue;
}
