using System.Collections.Immutable;

namespace Vireo.Server.Hosting;

/// <summary>What the command line says about a server.</summary>
public sealed record ServerOptions
{
    /// <summary>Files or folders; without any, a simulated fleet runs.</summary>
    public ImmutableArray<string> ConfigurationFiles { get; init; } = [];

    /// <summary>Where the embedded stores, tokens and keys live; made when missing.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Where to listen, unless the configuration says so. Loopback, because nothing else is safe by
    /// default.</summary>
    public ImmutableArray<string> Urls { get; init; } = ["http://127.0.0.1:8460"];

    /// <summary>Name of the entry assembly, whose manifest lists the style sheets and scripts to serve.</summary>
    public string ApplicationName { get; init; } = "vireo";
}
