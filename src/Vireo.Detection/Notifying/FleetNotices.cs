using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection.Notifying;

/// <summary>The incidents of one cluster.</summary>
/// <param name="Cluster">Which.</param>
/// <param name="Incidents">Open ones and those lately over.</param>
public sealed record FleetNotices(ClusterId Cluster, ImmutableArray<Incident> Incidents);
