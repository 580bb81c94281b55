namespace Vireo.Fleet;

/// <summary>A placement rule that gives way where keeping it costs more than it is worth.</summary>
/// <remarks>It is broken once for each two machines that share a place, or do not, against it, and once for each machine on
/// a host that it does not want. <see cref="Policy.WishWattHoursPerHour"/> is the price of one for an hour, at weight
/// 1.</remarks>
/// <param name="Rule">What is wished; any kind but <see cref="AffinityKind.AtMostHosts"/>.</param>
/// <param name="Weight">How much it matters beside other wishes; greater than 0.</param>
public sealed record PlacementWish(AffinityRule Rule, double Weight);
