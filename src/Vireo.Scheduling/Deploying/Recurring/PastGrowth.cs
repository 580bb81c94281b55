using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>A replica that a group was given.</summary>
/// <param name="At">When it was ordered.</param>
/// <param name="Group">Which group.</param>
/// <param name="Replicas">How many objects the group then had.</param>
/// <param name="IsAhead">Whether history alone wanted it: no evidence of a need.</param>
public sealed record PastGrowth(DateTimeOffset At, VmGroupId Group, int Replicas, bool IsAhead)
{
    /// <summary>The rule that such an order names.</summary>
    public const string AheadRule = "recurring";
}
