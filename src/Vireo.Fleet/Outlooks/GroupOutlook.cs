using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a group of replicas carried lately and will have to carry, all replicas together, in MHz.</summary>
/// <param name="Group">Which group.</param>
/// <param name="Measured">Newest last, one a step of the outlook; -1 where it was not fully measured.</param>
/// <param name="Demand">From the outlook's instant on.</param>
public sealed record GroupOutlook(
    VmGroupId Group,
    [property: JsonConverter(typeof(QuantilesJsonConverter))] ImmutableArray<float> Measured,
    DemandForecast Demand)
{
    /// <summary>What a replica carries within the group's response time, as learned; null without a promise or
    /// without enough observations.</summary>
    public ServiceOutlook? Service { get; init; }

    /// <summary>Metrics by which it is scaled besides its load, ordered by name.</summary>
    /// <remarks>None in an outlook that was stored before there were any.</remarks>
    public ImmutableArray<GroupMeasure> Measures
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>How its replicas answered lately, ordered by identifier; those that were not measured are
    /// absent.</summary>
    /// <remarks>None in an outlook that was stored before there were any.</remarks>
    public ImmutableArray<ReplicaService> Replicas
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];
}
