using System.Collections.Concurrent;

namespace Vireo.Adapters.Libvirt;

/// <summary>One thread with one connection, opened by its first call and closed when it ends. libvirt keeps errors and
/// connections to the thread, and any call may block: so nothing of it touches the pool's threads.</summary>
#pragma warning disable CA1001 // The queue is disposed by the thread that empties it.
internal sealed class HostWorker
#pragma warning restore CA1001
{
    private const int MostWaiting = 64;
    private readonly Lock _gate = new();
    private readonly BlockingCollection<Action> _calls = new(MostWaiting);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<LibvirtConnection> _open;
    private LibvirtConnection? _connection;
    private volatile bool _hasLostConnection;
    private volatile bool _isRetired;

    public HostWorker(string host, Func<LibvirtConnection> open)
    {
        _open = open;
        new Thread(Work) { IsBackground = true, Name = $"libvirt {host}" }.Start();
    }

    /// <summary>Completes when the thread has closed its connection.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether the connection broke, or could not be opened.</summary>
    public bool HasLostConnection => _hasLostConnection;

    /// <summary>Queues a call. When too many wait, it fails at once.</summary>
    public Task<T> Run<T>(Func<LibvirtConnection, T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryQueue(() => Answer(call, done)))
        {
            done.SetException(new LibvirtException(
                LibvirtErrorCode.Internal,
                _isRetired ? "Its connection was closed." : $"{MostWaiting} calls wait for it already."));
        }

        return done.Task;
    }

    /// <summary>Ends the thread after the call it is in; what waits behind that fails.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (!_isRetired)
            {
                _isRetired = true;
                _calls.CompleteAdding();
            }
        }
    }

    private bool TryQueue(Action call)
    {
        lock (_gate)
        {
            return !_isRetired && _calls.TryAdd(call);
        }
    }

    private void Work()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
        {
            call();
        }

        _connection?.Dispose();
        _calls.Dispose();
        _ended.SetResult();
    }

    private void Answer<T>(Func<LibvirtConnection, T> call, TaskCompletionSource<T> done)
    {
        if (_isRetired)
        {
            done.SetException(new LibvirtException(LibvirtErrorCode.Internal, "Its connection was closed."));
            return;
        }

        try
        {
            done.SetResult(call(_connection ??= _open()));
        }
        catch (LibvirtException refused)
        {
            _hasLostConnection = _connection is not { IsAlive: true };
            done.SetException(refused);
        }
        catch (Exception defect)
        {
            // The caller's to deal with; the thread goes on.
            done.SetException(defect);
        }
    }
}
