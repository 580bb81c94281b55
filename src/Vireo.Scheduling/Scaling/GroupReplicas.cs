namespace Vireo.Scheduling.Scaling;

/// <summary>The objects of a group by what they do, and when it last grew and shrank.</summary>
/// <param name="Ready">Serving.</param>
/// <param name="Starting">Ordered and not serving yet.</param>
/// <param name="Leaving">Drained or being deleted.</param>
/// <param name="Broken">Failed, or stuck in any of these: they hold their place under the ceiling until they are
/// gone.</param>
/// <param name="GrewAt">The last order; null when none is remembered.</param>
/// <param name="ShrankAt">The last removal; null when none is remembered.</param>
public readonly record struct GroupReplicas(
    int Ready, int Starting, int Leaving, int Broken, DateTimeOffset? GrewAt, DateTimeOffset? ShrankAt)
{
    /// <summary>All of them, whatever their state (S29).</summary>
    public int All => Ready + Starting + Leaving + Broken;

    /// <summary>Those that serve or soon will.</summary>
    public int Usable => Ready + Starting;
}
