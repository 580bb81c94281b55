using System.Collections.Immutable;

namespace Vireo.Server.Api.Inventory;

/// <summary>How the server does.</summary>
/// <param name="Version">Version and source revision.</param>
/// <param name="ConfigurationProblems">Why the configuration on disk is not in force; empty when it is.</param>
/// <param name="Clusters">The clusters hosted here.</param>
public sealed record StatusView(
    string Version, ImmutableArray<string> ConfigurationProblems, ImmutableArray<ClusterStatus> Clusters);
