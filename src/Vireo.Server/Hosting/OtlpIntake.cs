using System.Collections.Immutable;
using Vireo.Adapters.Logs;

namespace Vireo.Server.Hosting;

/// <summary>The log sources to which the server hands what it receives by OTLP; safe for use by several threads.</summary>
internal sealed class OtlpIntake(TimeProvider time)
{
    private ImmutableArray<OtlpFeed> _feeds = [];

    /// <summary>Names of the sources, in the order of the configuration.</summary>
    public IEnumerable<string> Names => _feeds.Select(feed => feed.Name);

    /// <summary>Adds a source.</summary>
    public OtlpFeed Open(LogFeedSettings settings)
    {
        var feed = new OtlpFeed(settings, time);
        ImmutableInterlocked.Update(ref _feeds, static (feeds, one) => feeds.Add(one), feed);

        return feed;
    }

    /// <summary>Finds a source.</summary>
    /// <param name="name">Its name; null for the only one.</param>
    /// <returns>Null when there is none, or the name is needed.</returns>
    public OtlpFeed? Find(string? name) => name is null
        ? _feeds is [var only] ? only : null
        : _feeds.FirstOrDefault(feed => feed.Name == name);
}
