using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Vireo.Adapters.Ovsdb;

/// <summary>A database that is followed: connects, connects again, and holds what it was told as snapshots.</summary>
/// <remarks>After a lost connection the server is asked for what changed since the last transaction that was seen; where
/// it does not know, or is too old to be asked, everything is read and compared. Either way the next snapshot is what the
/// server has, and the difference of two snapshots is what happened: no change is missed and none is made up.</remarks>
internal sealed partial class OvsdbSession : IAsyncDisposable
{
    private readonly OvsdbSettings _settings;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private OvsdbSnapshot _current = OvsdbSnapshot.Nothing;
    private TaskCompletionSource _changed = NewSource();
    private TaskCompletionSource<OvsdbSnapshot> _attempt = NewAttempt();
    private Link? _live;
    private Task? _running;

    /// <summary>Prepares a session; nothing is asked before it is used.</summary>
    /// <param name="settings">Which database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads new attempts.</param>
    public OvsdbSession(OvsdbSettings settings, TimeProvider time, Random jitter) =>
        (_settings, _time, _jitter) = (settings, time, jitter);

    /// <summary>What is known; it stays while there is no connection.</summary>
    public OvsdbSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Whether there is a connection on which changes come.</summary>
    public bool IsConnected => Volatile.Read(ref _live) is not null;

    /// <summary>Whether the lock of the settings is held.</summary>
    public bool HoldsLock => Volatile.Read(ref _live)?.HoldsLock ?? false;

    /// <summary>How often everything was read, not only what changed.</summary>
    public int FullReads { get; private set; }

    /// <summary>How often a connection was made.</summary>
    public int Connections { get; private set; }

    /// <summary>What is known, once there is a connection.</summary>
    /// <exception cref="OvsdbException">The attempt under way, or the next one, failed; they go on.</exception>
    public async Task<OvsdbSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        Task<OvsdbSnapshot> attempt;
        lock (_gate)
        {
            Start();
            attempt = _live is null ? _attempt.Task : Task.FromResult(_current);
        }

        return await attempt.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for a snapshot that meets a condition, over lost connections.</summary>
    public async Task<OvsdbSnapshot> WaitForAsync(Func<OvsdbSnapshot, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (snapshot, changed) = Look();
            if (snapshot.Version > 0 && condition(snapshot))
            {
                return snapshot;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Tells of changes, first of everything. Who is slow gets several changes as one.</summary>
    public async IAsyncEnumerable<OvsdbUpdate> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = OvsdbSnapshot.Nothing;
        while (true)
        {
            var (snapshot, changed) = Look();
            if (snapshot.Version > told.Version)
            {
                yield return new OvsdbUpdate(snapshot, told.ChangesUntil(snapshot));
                told = snapshot;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Does operations together or not at all. When it returns, the snapshot knows of them.</summary>
    /// <exception cref="OvsdbFault">Refused; nothing happened.</exception>
    /// <exception cref="OvsdbLost">There is no connection, or it broke: <see cref="OvsdbLost.IsOutcomeUnknown"/> says
    /// whether it may have happened.</exception>
    public async Task<ImmutableArray<OvsdbResult>> TransactAsync(
        OvsdbTransaction transaction, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        var link = Volatile.Read(ref _live) ?? throw new OvsdbLost($"There is no connection to {Names}.");

        return await link.Connection.CallAsync(
            "transact", writer => transaction.Write(writer, _settings.Database),
            json => transaction.Read(json, link.Schema, link.Endpoint.Text), cancellationToken);
    }

    /// <summary>Waits until the lock of the settings is held.</summary>
    public Task WaitForLockAsync(CancellationToken cancellationToken) => WaitUntilAsync(() => HoldsLock, cancellationToken);

    /// <summary>Takes the lock of the settings from whoever has it.</summary>
    /// <exception cref="OvsdbException">It cannot be had.</exception>
    public async Task StealLockAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        var link = Volatile.Read(ref _live) ?? throw new OvsdbLost($"There is no connection to {Names}.");
        await AskForLockAsync(link, "steal", cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_running ?? Task.CompletedTask);
        _stop.Dispose();
    }

    private string Names => string.Join(", ", _settings.Endpoints.Select(endpoint => $"'{endpoint}'"));

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<OvsdbSnapshot> NewAttempt() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Start() => _running ??= Task.Run(RunAsync, CancellationToken.None);

    private (OvsdbSnapshot Snapshot, Task Changed) Look()
    {
        lock (_gate)
        {
            Start();

            return (_current, _changed.Task);
        }
    }

    private async Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (_, changed) = Look();
            if (condition())
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Publish(OvsdbSnapshot snapshot)
    {
        lock (_gate)
        {
            Volatile.Write(ref _current, snapshot);
            Signal();
        }
    }

    private void Signal()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = NewSource();
        }
    }
}
