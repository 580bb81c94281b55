namespace Vireo.Scheduling.Placement.Peers;

/// <summary>The published decision rule of another manager, so that it can be compared on the same fleet. Adding one is
/// copying a neighbour and naming it in <see cref="PeerDecision"/>.</summary>
internal interface IPeerManager
{
    /// <summary>How often it decides by its own defaults. Where that is more often than the loop, one decision stands
    /// for several.</summary>
    TimeSpan Interval { get; }

    /// <summary>Plans on the working state, move by move.</summary>
    void Decide(PeerFleet fleet);
}
