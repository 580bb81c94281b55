using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Storage that holds disks of virtual machines, as its provider describes it.</summary>
/// <param name="Id">Unique in the cluster.</param>
/// <param name="Provider">Who manages it.</param>
/// <param name="Cluster">Whose hosts reach it.</param>
/// <param name="CapacityBytes">As a whole; 0 when the provider does not say.</param>
/// <param name="FreeBytes">What is left of it.</param>
/// <param name="Hosts">The hosts that reach it, ordered.</param>
public sealed record Datastore(
    DatastoreId Id, ProviderId Provider, ClusterId Cluster, long CapacityBytes, long FreeBytes, ImmutableArray<HostId> Hosts);
