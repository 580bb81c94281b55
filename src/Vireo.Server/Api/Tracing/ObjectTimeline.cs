using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Api.Tracing;

/// <summary>What happened to one object.</summary>
/// <param name="Cluster">Where it is.</param>
/// <param name="Object">Which, e.g. <c>vm/vm-0042</c>.</param>
/// <param name="Since">From when on.</param>
/// <param name="Items">Newest first.</param>
public sealed record ObjectTimeline(
    ClusterId Cluster, string Object, DateTimeOffset Since, ImmutableArray<TracedRow> Items);
