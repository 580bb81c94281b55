namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>What the search found.</summary>
/// <param name="HostOf">Host of each machine; -1 for one that found no place.</param>
/// <param name="WattHours">Expected cost over the horizon.</param>
/// <param name="StartWattHours">Cost without any move.</param>
/// <param name="BoundWattHours">No placement can cost less.</param>
/// <param name="Moves">Machines that end elsewhere than they were.</param>
/// <param name="Unplaced">Machines without a place.</param>
public sealed record PlacementSolution(
    int[] HostOf, double WattHours, double StartWattHours, double BoundWattHours, int Moves, int Unplaced)
{
    /// <summary>Whether something that would have paid was left out as it would have been too many moves.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>How far the cost may be from the best possible, as a share of the cost; 0 is proved optimal.</summary>
    public double OptimalityGap => WattHours > 0 ? Math.Max(0, (WattHours - BoundWattHours) / WattHours) : 0;
}
