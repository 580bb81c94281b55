using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>A rule that can only refuse or delay, and says why. Adding one is copying a neighbour.</summary>
internal interface IGuardRail
{
    /// <summary>The rule's number in the safety catalogue.</summary>
    string Rule { get; }

    /// <summary>Why the action may not be carried out now, in one sentence; null when this rule has nothing against
    /// it.</summary>
    string? Refuse(PlannedAction action, ReviewedFleet fleet);
}
