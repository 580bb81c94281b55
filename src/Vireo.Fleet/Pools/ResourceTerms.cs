namespace Vireo.Fleet;

/// <summary>What a pool is promised of one resource. Amounts are in the unit of its
/// <see cref="PoolResource"/>.</summary>
/// <param name="Reservation">What it gets whenever it needs it.</param>
/// <param name="Limit">What it never gets more than; null for no limit.</param>
/// <param name="Shares">Its weight against its neighbours between the two, above 0; null for the size of its
/// machines.</param>
public sealed record ResourceTerms(double Reservation, double? Limit, double? Shares)
{
    /// <summary>Nothing reserved, nothing limited, weighed by size.</summary>
    public static ResourceTerms Usual { get; } = new(0, null, null);
}
