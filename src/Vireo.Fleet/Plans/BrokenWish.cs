namespace Vireo.Fleet;

/// <summary>A wish of the policy that a plan leaves broken.</summary>
/// <param name="Wish">Its name.</param>
/// <param name="Times">How often: pairs of machines, or machines, as <see cref="PlacementWish"/> counts.</param>
/// <param name="WattHours">What that costs over the horizon.</param>
/// <param name="Reason">Why it stays broken, in one or two sentences with figures.</param>
public sealed record BrokenWish(string Wish, long Times, double WattHours, string Reason);
