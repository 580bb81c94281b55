using System.Collections.Concurrent;

namespace Vireo.Control;

/// <summary>Runs what is posted one at a time, in order: the thread of a loop that has none of its own.</summary>
/// <param name="carrier">Lends the threads; null for the thread pool. On a single-threaded carrier, as in virtual time,
/// everything stays on that thread.</param>
internal sealed class SerialContext(SynchronizationContext? carrier) : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Work, object? State)> _queue = new();
    private int _pending;

    public override void Post(SendOrPostCallback d, object? state)
    {
        _queue.Enqueue((d, state));
        if (Interlocked.Increment(ref _pending) == 1)
        {
            Schedule();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Waiting for the loop's thread could deadlock; post instead.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs asynchronous work on this context from wherever the caller is.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        if (Current == this)
        {
            return work();
        }

        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => RelayAsync(work, done), null);

        return done.Task;
    }

    // Returns void because it is the outermost frame: every way it can end goes into the task of the caller.
    private static async void RelayAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await work());
        }
        catch (OperationCanceledException cancelled)
        {
            done.SetCanceled(cancelled.CancellationToken);
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }

    private void Schedule()
    {
        if (carrier is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static context => context.Drain(), this, preferLocal: false);
        }
        else
        {
            carrier.Post(static context => ((SerialContext)context!).Drain(), this);
        }
    }

    private void Drain()
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            do
            {
                if (_queue.TryDequeue(out var item))
                {
                    item.Work(item.State);
                }
            }
            while (Interlocked.Decrement(ref _pending) > 0);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
