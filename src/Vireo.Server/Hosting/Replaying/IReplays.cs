using System.Collections.Immutable;

namespace Vireo.Server.Hosting.Replaying;

/// <summary>What faces of the server may see of replays.</summary>
public interface IReplays
{
    /// <summary>Newest first, bounded; those of earlier lives of the server are gone.</summary>
    ImmutableArray<ReplayJob> Jobs { get; }
}
