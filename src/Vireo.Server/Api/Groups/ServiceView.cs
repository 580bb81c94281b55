using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Server.Api.Groups;

/// <summary>What users of a group notice now, and what they would under other conditions.</summary>
/// <param name="Cluster">Where it runs.</param>
/// <param name="Group">Which group.</param>
/// <param name="Promised">The response time that is promised; null where none is.</param>
/// <param name="CarriesMhz">What one replica of today's size carries within it.</param>
/// <param name="Observations">How many observations the answers rest on.</param>
/// <param name="Coverage">Of the intervals, 0 to 1.</param>
/// <param name="Now">What a replica has to cope with lately.</param>
/// <param name="Planned">The conditions asked for.</param>
/// <param name="Answers">What was measured.</param>
public sealed record ServiceView(
    ClusterId Cluster,
    VmGroupId Group,
    TimeSpan? Promised,
    double? CarriesMhz,
    int Observations,
    double Coverage,
    ServiceConditions Now,
    ServiceConditions Planned,
    ImmutableArray<ServiceAnswer> Answers)
{
    internal static ServiceView Of(ClusterId cluster, VmGroup group, ServiceLevel level, ServiceConditions planned) => new(
        cluster, group.Id, group.ResponseTime, group.ResponseTime is { } promised ? level.Carries(promised) : null,
        level.Observations, ServiceLevel.Coverage, level.Now, planned,
        [.. Enum.GetValues<QualityMeasure>().Select(measure => ServiceAnswer.Of(level, measure, planned)).OfType<ServiceAnswer>()]);
}
