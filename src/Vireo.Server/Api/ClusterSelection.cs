using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api;

/// <summary>Finds the cluster or clusters that a request is about.</summary>
internal static class ClusterSelection
{
    /// <summary>The named cluster, or all when none is named.</summary>
    public static ImmutableArray<ClusterId> Select(this IFleetView fleets, string? cluster) =>
        cluster is null ? fleets.Clusters : [fleets.Find(cluster)];

    /// <summary>The named cluster, or the only one.</summary>
    public static ClusterId One(this IFleetView fleets, string? cluster)
    {
        if (cluster is not null)
        {
            return fleets.Find(cluster);
        }

        return fleets.Clusters is [var only]
            ? only
            : throw ApiException.BadRequest(
                $"There are {fleets.Clusters.Length} clusters; say which with 'cluster': {Names(fleets)}.");
    }

    /// <summary>The newest state of a cluster.</summary>
    public static LoopState StateOf(this IFleetView fleets, ClusterId cluster) => fleets.Operations(cluster).State;

    private static ClusterId Find(this IFleetView fleets, string cluster)
    {
        var id = new ClusterId(cluster);

        return fleets.Clusters.Contains(id)
            ? id
            : throw ApiException.NotFound($"There is no cluster '{cluster}'; there are {Names(fleets)}.");
    }

    private static string Names(IFleetView fleets) =>
        fleets.Clusters.IsEmpty ? "none" : string.Join(", ", fleets.Clusters);
}
