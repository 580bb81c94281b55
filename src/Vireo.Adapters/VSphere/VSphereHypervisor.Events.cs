using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>What has happened: changes of the inventory, and what the server itself tells of its cluster.</content>
public sealed partial class VSphereHypervisor : ILogSource
{
    private const int EventsToRemember = 10_000;

    private readonly Queue<FleetEvent> _events = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly EventReader _happenings;
    private DateTimeOffset _handedOut;

    /// <inheritdoc/>
    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        TranslateAsync<IReadOnlyList<FleetEvent>>(async () =>
        {
            await CatchUpAsync(cancellationToken);
            Show();
            await ReadHappeningsAsync(cancellationToken);
            lock (_shown)
            {
                List<FleetEvent> fresh = [.. _events.Where(happened => happened.At > after).OrderBy(happened => happened.At)];
                _handedOut = fresh.Count > 0 && fresh[^1].At > _handedOut ? fresh[^1].At : _handedOut;

                return fresh;
            }
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogLine>> ReadLogLinesAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        TranslateAsync<IReadOnlyList<LogLine>>(async () =>
        {
            await CatchUpAsync(cancellationToken);
            await ReadHappeningsAsync(cancellationToken);
            lock (_shown)
            {
                return [.. _lines.Where(line => line.At > after).OrderBy(line => line.At)];
            }
        });

    private async Task ReadHappeningsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EventFacts> read;
        try
        {
            read = await _happenings.ReadAsync(cancellationToken);
        }
        catch (VimFault fault) when (fault.Kind is "NotSupported" or "NotImplemented")
        {
            // A server without a book of events still has an inventory whose changes are told.
            return;
        }

        var now = _time.GetUtcNow();
        lock (_shown)
        {
            foreach (var one in read.Where(one => !one.IsNoise))
            {
                if (_vcenter.Inventory.Read((picture, _) => EntityOf(picture, one)) is not { } entity)
                {
                    continue;
                }

                // Whoever reads on from the newest instant must not miss what was written down late.
                var at = one.At - ClockSkew;
                at = at <= _handedOut || at > now ? now : at;
                Keep(_lines, new LogLine(at, entity, one.Text));
                if (one.IsTrouble || one.IsConfiguration)
                {
                    Keep(_events, new FleetEvent(
                        at, one.IsTrouble ? FleetEventKind.Failed : FleetEventKind.Configuration, entity, one.Text, Id.Value));
                }
            }
        }
    }

    // Null for what is about other clusters of the same server.
    private EntityId? EntityOf(VCenterPicture picture, EventFacts one)
    {
        var own = _words.FindCluster(picture).Reference;
        var machine = one.Machine is { } guest ? picture.Machines.GetValueOrDefault(guest) : null;
        var host = (one.Host ?? machine?.Host) is { } on ? picture.Hosts.GetValueOrDefault(on) : null;
        var cluster = host?.Parent ?? one.Cluster;

        return cluster is { } other && other != own ? null
            : machine is { IsTemplate: false } ? EntityId.Of(_words.IdOf(machine))
            : host is not null ? EntityId.Of(VCenterInventory.IdOf(host))
            : EntityId.Of(Id);
    }

    private void Remember(IEnumerable<FleetEvent> changes)
    {
        foreach (var change in changes)
        {
            Keep(_events, change);
        }
    }

    private static void Keep<T>(Queue<T> queue, T one)
    {
        queue.Enqueue(one);
        if (queue.Count > EventsToRemember)
        {
            queue.Dequeue();
        }
    }
}
