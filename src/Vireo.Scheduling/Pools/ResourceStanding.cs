namespace Vireo.Scheduling.Pools;

/// <summary>How a pool stands with one resource, in the resource's unit.</summary>
/// <param name="Reservation">What it is promised.</param>
/// <param name="Limit">What it never gets more than; null for no limit.</param>
/// <param name="Shares">Its weight against its neighbours.</param>
/// <param name="Need">What its machines want now.</param>
/// <param name="Kept">The part of its reservation that is not lent.</param>
/// <param name="Entitlement">What it may use now.</param>
/// <param name="Lent">The part of its reservation that others may use now.</param>
/// <param name="Borrowed">What it may use now of the reservations of others.</param>
/// <param name="Missing">The part of its reservation that cannot be guaranteed; 0 when it was admitted.</param>
public sealed record ResourceStanding(
    double Reservation,
    double? Limit,
    double Shares,
    double Need,
    double Kept,
    double Entitlement,
    double Lent,
    double Borrowed,
    double Missing);
