namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>How a host is chosen for a machine that arrives.</summary>
public enum ArrivalRule
{
    /// <summary>The first host that has room.</summary>
    FirstFit,

    /// <summary>The host on which least room is left.</summary>
    BestFit,

    /// <summary>The host whose emptying the machine is expected to delay least.</summary>
    Lifetime,
}
