using System.Collections.Immutable;

namespace Vireo.Server.Hosting;

/// <summary>Whether what this process hosts still runs.</summary>
public interface IServerHealth
{
    /// <summary>What does not; empty when all is well.</summary>
    ImmutableArray<string> Problems { get; }
}
