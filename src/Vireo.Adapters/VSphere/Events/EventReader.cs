namespace Vireo.Adapters.VSphere;

/// <summary>Reads what has happened at a server since the last time (EventManager).</summary>
internal sealed class EventReader(VimSession session, TimeProvider time) : IDisposable
{
    /// <summary>The most that a server gives at once; of more the newest are read.</summary>
    internal const int MostAtOnce = 1_000;

    // Servers write events down a little later than they happen, and not quite in order.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(2);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<(long Key, DateTimeOffset At), bool> _known = [];
    private DateTimeOffset? _newest;

    /// <summary>What was not read before, oldest first; times are by the server's clock.</summary>
    /// <exception cref="VimException">It failed; what was not read is read the next time.</exception>
    public async Task<IReadOnlyList<EventFacts>> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var content = await session.OpenAsync(cancellationToken);
            var since = (_newest ?? (time.GetUtcNow() + content.Skew - FirstLook + Overlap)) - Overlap;
            var answers = await session.CallForAllAsync(Query(content.EventManager, since), cancellationToken);
            var fresh = answers.Select(EventFacts.Read).OfType<EventFacts>()
                .Where(one => one.At >= since && _known.TryAdd((one.Key, one.At), true))
                .OrderBy(one => one.At).ThenBy(one => one.Key).ToList();
            if (fresh.Count > 0)
            {
                _newest = fresh[^1].At > _newest ? fresh[^1].At : _newest ?? fresh[^1].At;
                foreach (var old in _known.Keys.Where(known => known.At < _newest - (2 * Overlap)).ToList())
                {
                    _known.Remove(old);
                }
            }

            return fresh;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>The call (EventFilterSpec: …, time, …, maxCount).</summary>
    internal static VimCall Query(ManagedObject manager, DateTimeOffset since) => new(
        "QueryEvents", manager,
        Vim.Element(
            "filter",
            Vim.Element("time", Vim.Element("beginTime", since.UtcDateTime)),
            Vim.Element("maxCount", MostAtOnce)))
    {
        IsRead = true,
    };
}
