using Vireo.Control;

namespace Vireo.Server.Dashboard.Live;

/// <summary>Listens to one cluster's loop for every open page. The handler only swaps a reference, so the loop never
/// waits for a browser; pages come and ask what is newest, at their own pace.</summary>
internal sealed class ClusterFeed : IDisposable
{
    private const int RememberedGaps = 12;

    private readonly IClusterOperations _operations;
    private readonly TimeProvider _time;
    private readonly Queue<TimeSpan> _gaps = new();
    private Arrival _latest;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClusterFeed(IClusterOperations operations, TimeProvider time)
    {
        _operations = operations;
        _time = time;
        _latest = new Arrival(0, operations.State, time.GetUtcNow(), TimeSpan.Zero);
        operations.Published += OnPublished;
    }

    /// <summary>The newest publication.</summary>
    public Arrival Latest => Volatile.Read(ref _latest);

    /// <summary>Waits for a publication newer than one already seen, or until patience ends.</summary>
    /// <returns>The newest publication; the one already seen when nothing came.</returns>
    public async Task<Arrival> NextAsync(long seen, TimeSpan patience, CancellationToken cancellationToken)
    {
        var next = Volatile.Read(ref _next);
        if (Latest.Number == seen)
        {
            // Running out of patience is normal here, so it must not cost an exception every second.
            await next.Task.WaitAsync(patience, _time, cancellationToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Latest;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _operations.Published -= OnPublished;

    private void OnPublished(LoopState state)
    {
        var now = _time.GetUtcNow();
        _gaps.Enqueue(now - _latest.ReceivedAt);
        if (_gaps.Count > RememberedGaps)
        {
            _gaps.Dequeue();
        }

        Volatile.Write(ref _latest, new Arrival(_latest.Number + 1, state, now, _gaps.Max()));
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
