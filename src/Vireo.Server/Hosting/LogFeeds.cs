using System.Collections.Immutable;
using Vireo.Adapters.Logs;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Hosting;

/// <summary>The log sources of one cluster while it runs.</summary>
internal sealed class LogFeeds : IAsyncDisposable
{
    private LogFeeds(ImmutableArray<ILogFeed> all) => All = all;

    /// <summary>Opened, in the order of the configuration.</summary>
    public ImmutableArray<ILogFeed> All { get; }

    /// <summary>Opens them. One that cannot be opened is said, and the others go on.</summary>
    public static LogFeeds Open(ServerConfiguration configuration, string provider, string dataFolder, Action<string> say)
    {
        var all = ImmutableArray.CreateBuilder<ILogFeed>();
        foreach (var settings in configuration.LogSourcesOf(provider))
        {
            try
            {
                all.Add(settings.Files.IsEmpty
                    ? new SyslogFeed(settings, TimeProvider.System)
                    : new FileFeed(settings, Path.Combine(dataFolder, $"logs-{settings.Name}.json"), TimeProvider.System));
            }
            catch (IOException failure)
            {
                say(failure.Message);
            }
        }

        return new LogFeeds(all.ToImmutable());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var feed in All.OfType<IAsyncDisposable>())
        {
            await feed.DisposeAsync();
        }
    }
}
