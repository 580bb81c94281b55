namespace Vireo.Adapters.Libvirt;

/// <summary>What the kernel's scheduler is told of a domain.</summary>
/// <param name="Shares">Its weight against the other domains of its host, above 0.</param>
/// <param name="Quota">Microseconds of processor time in each <see cref="Period"/>, all its processors together; null
/// for no cap.</param>
internal readonly record struct CpuTuning(long Shares, long? Quota)
{
    /// <summary>Microseconds over which a cap is kept: long enough for its cost not to matter, short enough for a
    /// guest that waits not to be noticed.</summary>
    public const long Period = 100_000;

    private const double Nearly = 0.02;

    /// <summary>Whether another is so near that telling the host would change nothing that can be noticed.</summary>
    public bool IsNear(CpuTuning other) =>
        IsNear(Shares, other.Shares) && Quota is null == other.Quota is null && IsNear(Quota ?? 0, other.Quota ?? 0);

    private static bool IsNear(long one, long two) => Math.Abs(one - two) <= Nearly * Math.Max(one, two);
}
