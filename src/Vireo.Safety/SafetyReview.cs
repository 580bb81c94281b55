using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>The only door to action: guard rails that refuse or delay, and never invent.</summary>
public static class SafetyReview
{
    /// <summary>Reviews a plan.</summary>
    public static Review Review(
        Plan plan, FleetSnapshot fleet, Outlook outlook, Policy policy, ReviewContext context) =>
        new(new ApprovedPlan([]), [], [], []);
}
