using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What was measured of a metric by which a group is scaled.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="PerReplica">The mean over the replicas that measured it, newest last, one a step; -1 where none
/// did.</param>
public sealed record GroupMeasure(
    string Metric, [property: JsonConverter(typeof(QuantilesJsonConverter))] ImmutableArray<float> PerReplica);
