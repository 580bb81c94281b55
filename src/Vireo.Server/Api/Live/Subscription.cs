using System.Threading.Channels;

namespace Vireo.Server.Api.Live;

/// <summary>One listener's queue: bounded, the oldest event gives way, and what was lost is counted.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly Channel<LiveEvent> _events;
    private readonly Action<Subscription> _onEnd;
    private long _dropped;

    public Subscription(int capacity, Action<Subscription> onEnd)
    {
        _onEnd = onEnd;
        _events = Channel.CreateBounded<LiveEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    public ChannelReader<LiveEvent> Events => _events.Reader;

    public void Send(LiveEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>Events lost since the last call.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    public void Dispose()
    {
        _onEnd(this);
        _events.Writer.TryComplete();
    }
}
