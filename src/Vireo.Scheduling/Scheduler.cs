using Vireo.Fleet;

namespace Vireo.Scheduling;

/// <summary>The decision: a pure function of fleet, outlook and policy.</summary>
public static class Scheduler
{
    /// <summary>Decides. No clock, no I/O, no hidden randomness: equal inputs give an equal plan.</summary>
    public static Plan Plan(FleetSnapshot fleet, Outlook outlook, Policy policy) =>
        Fleet.Plan.Empty("Nothing to do.");
}
