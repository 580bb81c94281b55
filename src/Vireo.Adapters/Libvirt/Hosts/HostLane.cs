using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>The way to one host: its calls run one after another on a thread of its own, each with a
/// deadline.</summary>
/// <remarks>A call that does not come back is left behind with its thread and connection, which are closed when it does
/// come back; a new one is made after a pause. At most <see cref="MostLeftBehind"/> are left behind, then the host is
/// not called any more until one has ended: a host that hangs costs a bounded number of threads and nobody else's
/// time.</remarks>
internal sealed class HostLane : IAsyncDisposable
{
    internal const int MostLeftBehind = 2;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly string _host;
    private readonly Func<LibvirtConnection> _open;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly List<HostWorker> _leftBehind = [];
    private HostWorker? _worker;
    private DateTimeOffset _notBefore;
    private string _trouble = "";
    private int _failures;
    private int _pauses;
    private bool _isClosed;

    /// <summary>Prepares the way; nothing is opened before the first call.</summary>
    public HostLane(string host, Func<LibvirtConnection> open, TimeSpan deadline, TimeProvider time, Random jitter)
    {
        _host = host;
        _open = open;
        _deadline = deadline;
        _time = time;
        _jitter = jitter;
    }

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures
    {
        get
        {
            lock (_gate)
            {
                return _failures;
            }
        }
    }

    /// <summary>Lets the host be called at once, and soon again should that fail: there is a sign that it is back.</summary>
    public void CallSoon()
    {
        lock (_gate)
        {
            _pauses = 0;
            _notBefore = _time.GetUtcNow();
        }
    }

    /// <summary>Calls the host.</summary>
    /// <exception cref="ProviderException">It failed, did not answer in time, or is being left alone after a
    /// failure.</exception>
    public Task<T> CallAsync<T>(Func<LibvirtConnection, T> call, CancellationToken cancellationToken) =>
        CallAsync(call, _deadline, cancellationToken);

    /// <summary>Calls the host with patience of one's own.</summary>
    /// <exception cref="ProviderException">It failed, did not answer in time, or is being left alone after a
    /// failure.</exception>
    public async Task<T> CallAsync<T>(
        Func<LibvirtConnection, T> call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var worker = Worker();
        try
        {
            var answer = await worker.Run(call).WaitAsync(deadline, _time, cancellationToken);
            Succeeded(worker);

            return answer;
        }
        catch (TimeoutException late)
        {
            string trouble = $"Host '{_host}' did not answer within {deadline.TotalSeconds:0.#} s; its connection is given up.";
            Failed(worker, trouble, isStuck: true);

            throw new ProviderException(trouble, isTransient: true, late);
        }
        catch (EntryPointNotFoundException missing)
        {
            throw new ProviderException(
                $"Host '{_host}': libvirt's client library on this machine is too old for that; update libvirt0. {missing.Message}",
                isTransient: false, missing);
        }
        catch (LibvirtException refused)
        {
            string trouble = $"Host '{_host}': {refused.Message}";
            if (worker.HasLostConnection)
            {
                Failed(worker, trouble, isStuck: false);
            }

            throw new ProviderException(trouble, refused.IsTransient, refused);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        HostWorker? last;
        lock (_gate)
        {
            _isClosed = true;
            last = _worker;
            _worker = null;
        }

        if (last is not null)
        {
            last.Retire();

            // One that hangs ends with the process.
            await Task.WhenAny(last.Ended, Task.Delay(_deadline, _time));
        }
    }

    private HostWorker Worker()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _leftBehind.RemoveAll(worker => worker.Ended.IsCompleted);
            if (_worker is { } ready)
            {
                return ready;
            }

            if (_leftBehind.Count >= MostLeftBehind)
            {
                throw new ProviderException(
                    $"Host '{_host}' has not ended {_leftBehind.Count} calls that were given up; it is called again when one has. {_trouble}",
                    isTransient: true);
            }

            if (_time.GetUtcNow() < _notBefore)
            {
                throw new ProviderException($"{_trouble} It is called again at {_notBefore:HH:mm:ss}.", isTransient: true);
            }

            return _worker = new HostWorker(_host, _open);
        }
    }

    private void Succeeded(HostWorker worker)
    {
        lock (_gate)
        {
            if (_worker == worker)
            {
                _failures = 0;
                _pauses = 0;
            }
        }
    }

    private void Failed(HostWorker worker, string trouble, bool isStuck)
    {
        lock (_gate)
        {
            // Several calls may fail with one connection; it is one failure.
            if (_worker != worker)
            {
                return;
            }

            _worker = null;
            worker.Retire();
            if (isStuck)
            {
                _leftBehind.Add(worker);
            }

            _trouble = trouble;
            _failures++;
            _pauses++;
            double seconds = Math.Min(
                LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(_pauses - 1, 10)));
            _notBefore = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds * (0.5 + (0.5 * _jitter.NextDouble())));
        }
    }
}
