using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What is known of a host that does not answer: which ways to it are silent, and since when.</summary>
/// <param name="Paths">The ways that were tried and are silent now.</param>
/// <param name="CanBeFenced">Whether its provider can switch it off from outside and prove it.</param>
public sealed record HostSilence(ImmutableArray<SilentPath> Paths, bool CanBeFenced)
{
    /// <summary>One way may fail while the host lives (S26).</summary>
    private const int LeastPaths = 2;

    /// <summary>Whether the host is to be taken for dead: two independent ways have been silent for a while.</summary>
    /// <param name="at">When this is asked.</param>
    /// <param name="lasting">How long each way has to have been silent.</param>
    public bool IsConvincing(DateTimeOffset at, TimeSpan lasting) =>
        Paths.Count(path => at - path.Since >= lasting) >= LeastPaths;

    /// <inheritdoc/>
    public bool Equals(HostSilence? other) =>
        other is not null && CanBeFenced == other.CanBeFenced && Paths.SequenceEqual(other.Paths);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(CanBeFenced, Paths.Length);
}
