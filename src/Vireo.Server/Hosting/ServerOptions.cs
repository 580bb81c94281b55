using System.Collections.Immutable;

namespace Vireo.Server.Hosting;

/// <summary>What the command line says about a server.</summary>
public sealed record ServerOptions
{
    /// <summary>Files or folders; without any, a simulated fleet runs.</summary>
    public ImmutableArray<string> ConfigurationFiles { get; init; } = [];

    /// <summary>Where the embedded stores, tokens and keys live; made when missing.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Where rules are kept that people save while the server runs; need not exist.</summary>
    public string RulesFolder => Path.Combine(DataFolder, "rules");

    /// <summary>Everything that is read: the configuration, and the rules that were saved.</summary>
    public ImmutableArray<string> Sources =>
        Directory.Exists(RulesFolder) ? [.. ConfigurationFiles, RulesFolder] : ConfigurationFiles;

    /// <summary>Where to listen, unless the configuration says so. Loopback, because nothing else is safe by
    /// default.</summary>
    public ImmutableArray<string> Urls { get; init; } = ["http://127.0.0.1:8460"];

    /// <summary>Name of the entry assembly, whose manifest lists the style sheets and scripts to serve.</summary>
    public string ApplicationName { get; init; } = "vireo";
}
