using System.Collections.Immutable;

namespace Vireo.Server.Configuration;

/// <summary>What reading configuration files gave.</summary>
/// <param name="Configuration">The whole of it; null when there is any problem.</param>
/// <param name="Problems">All that is wrong, by file and place.</param>
public sealed record ConfigurationResult(
    ServerConfiguration? Configuration, ImmutableArray<ConfigurationProblem> Problems);
