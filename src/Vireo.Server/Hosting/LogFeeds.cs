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
    /// <param name="configuration">Names them.</param>
    /// <param name="provider">Whose.</param>
    /// <param name="dataFolder">Where it is kept how far they are read.</param>
    /// <param name="otlp">What hands over what the server receives.</param>
    /// <param name="say">Told what cannot be opened.</param>
    public static LogFeeds Open(
        ServerConfiguration configuration, string provider, string dataFolder, OtlpIntake otlp, Action<string> say)
    {
        var all = ImmutableArray.CreateBuilder<ILogFeed>();
        foreach (var settings in configuration.LogSourcesOf(provider))
        {
            try
            {
                all.Add(Open(settings, dataFolder, otlp));
            }
            catch (IOException failure)
            {
                say(failure.Message);
            }
        }

        return new LogFeeds(all.ToImmutable());
    }

    private static ILogFeed Open(LogFeedSettings settings, string dataFolder, OtlpIntake otlp) => settings switch
    {
        { ReceivesOtlp: true } => otlp.Open(settings),
        { FollowsJournal: true } => new JournalFeed(
            settings, Path.Combine(dataFolder, $"logs-{settings.Name}.cursor"), TimeProvider.System, JournalFeed.Program),
        { Files.IsEmpty: false } => new FileFeed(
            settings, Path.Combine(dataFolder, $"logs-{settings.Name}.json"), TimeProvider.System),
        _ => new SyslogFeed(settings, TimeProvider.System),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var feed in All.OfType<IAsyncDisposable>())
        {
            await feed.DisposeAsync();
        }
    }
}
