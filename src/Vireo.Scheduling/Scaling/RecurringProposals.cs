using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Scheduling.Scaling;

/// <summary>What history wants of a group beside its rules: replicas ahead of times at which it always grows, and one
/// that stands by where it loses some again and again.</summary>
internal static class RecurringProposals
{
    /// <summary>The replicas that the rules may count on: what stands by carries nothing.</summary>
    public static GroupReplicas WithoutStandby(VmGroup group, GroupReplicas replicas, ImmutableArray<RecurringNeed> needs)
    {
        int standby = needs.Where(need => need.Kind == NeedKind.Standby && need.Group == group.Id).Sum(need => need.Count);
        int least = Math.Min(replicas.Ready, group.Minimum);

        return replicas with { Ready = Math.Max(least, replicas.Ready - standby) };
    }

    /// <summary>All that apply now.</summary>
    /// <param name="group">Its bounds hold for them too.</param>
    /// <param name="needs">What history shows.</param>
    /// <param name="ahead">How long a replica takes until it serves, and one decision.</param>
    /// <param name="others">What its rules want together.</param>
    /// <param name="now">The instant of the picture.</param>
    public static ImmutableArray<ScalingProposal> Of(
        VmGroup group, ImmutableArray<RecurringNeed> needs, TimeSpan ahead, int others, DateTimeOffset now)
    {
        var proposals = ImmutableArray.CreateBuilder<ScalingProposal>();
        foreach (var need in needs.Where(need => need.Group == group.Id))
        {
            if (need.Kind == NeedKind.Standby)
            {
                proposals.Add(new ScalingProposal("standby", others + need.Count, need.Reason.TrimEnd('.')));
            }
            else if (need.Kind == NeedKind.Growth && RecurringNeeds.FollowsLoad(group) && need.Next(now - need.Within) is { } at &&
                at - ahead <= now)
            {
                proposals.Add(new ScalingProposal(
                    PastGrowth.AheadRule, need.Count, string.Create(CultureInfo.InvariantCulture, $"from {at:u}. {need.Reason.TrimEnd('.')}")));
            }
        }

        return proposals.ToImmutable();
    }
}
