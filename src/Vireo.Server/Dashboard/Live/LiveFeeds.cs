using System.Collections.Concurrent;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Dashboard.Live;

/// <summary>One listener per cluster, shared by all browsers.</summary>
public sealed class LiveFeeds : IDisposable
{
    private readonly ConcurrentDictionary<ClusterId, Lazy<ClusterFeed>> _feeds = new();
    private readonly Func<ClusterId, Lazy<ClusterFeed>> _listen;

    /// <summary>Listens to nothing yet; each cluster's listener starts when it is first asked for.</summary>
    public LiveFeeds(IFleetView fleets, TimeProvider time) =>
        _listen = cluster => new(() => new ClusterFeed(fleets.Operations(cluster), time));

    internal ClusterFeed Of(ClusterId cluster) => _feeds.GetOrAdd(cluster, _listen).Value;

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        foreach (var feed in _feeds.Values)
        {
            feed.Value.Dispose();
        }
    }
}
