using System.Collections.Immutable;
using Vireo.Detection.Logs;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>The logs of hosts and guests: read from the providers that hand them in, watched for what is new.</content>
public sealed partial class ClusterLoop
{
    // More than this in one cycle is a flood: the newest lines say what it is about.
    private const int MostLines = 200_000;

    private readonly FleetLogs _logs = new();
    private readonly LogWriters _writers = new();
    private readonly List<LogLine> _lines = [];
    private readonly SourceCursor<LogLine> _logsRead = new(line => line.At);

    private async Task ReadLogsAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in _providers)
        {
            if (provider.Reader is ILogSource source && _inventory.FreshAsOf(provider.Reader.Id) is not null)
            {
                await ReadLogsAsync(provider.Reader.Id, source, cancellationToken);
            }
        }
    }

    private async Task ReadLogsAsync(ProviderId id, ILogSource source, CancellationToken cancellationToken)
    {
        var after = _logsRead.After(id, _time.GetUtcNow() - _options.WatchWindow);
        try
        {
            var call = new ProviderCall(_options.ProviderDeadline, _time);
            var lines = await call.AskAsync(token => source.ReadLogLinesAsync(after, token), cancellationToken);
            _lines.AddRange(_logsRead.TakeNew(id, lines, _time.GetUtcNow()).TakeLast(MostLines));
        }
        catch (ProviderException failure)
        {
            TellTrouble(id, $"Its logs could not be read: {failure.Message}");
        }
    }

    // What comes from outside names its writer; lines of nobody here are left out.
    private void TakeFeeds(FleetSnapshot fleet)
    {
        if (_options.LogFeeds.IsEmpty)
        {
            return;
        }

        _writers.Know(fleet);
        foreach (var feed in _options.LogFeeds)
        {
            foreach (var line in feed.Take().TakeLast(MostLines))
            {
                if (_writers.Find(line.Writer) is { } entity)
                {
                    _lines.Add(new LogLine(line.At, entity, line.Text));
                }
                else if (_writers.IsNews(line.Writer))
                {
                    TellFeed(
                        $"Log source '{feed.Name}': '{line.Writer}' is no host or machine of this cluster; its lines are left out.");
                }
            }

            if (feed.TakeTrouble() is { } trouble)
            {
                TellFeed(trouble);
            }
        }
    }

    private void TellFeed(string what) =>
        Tell(new FleetEvent(_time.GetUtcNow(), FleetEventKind.Failed, EntityId.Of(_options.Cluster), what, Self));

    private ImmutableArray<UnusualLog> WatchLogs(FleetSnapshot fleet)
    {
        TakeFeeds(fleet);
        var unusual = _logs.Observe(fleet, _lines, fleet.TakenAt);
        _lines.Clear();
        TellLogs(unusual, fleet.TakenAt);

        return unusual;
    }
}
