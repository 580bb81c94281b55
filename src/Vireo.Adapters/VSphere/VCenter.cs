using System.Collections.Immutable;

namespace Vireo.Adapters.VSphere;

/// <summary>A connection to a server: its session, the picture of its objects and its tasks, both followed.</summary>
internal sealed class VCenter : IAsyncDisposable
{
    // A task that the stream does not tell of is asked itself.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(2);
    private const int Searches = 5;

    private readonly TimeProvider _time;
    private readonly UpdateStream _objects;
    private readonly UpdateStream _recentTasks;
    private readonly TaskBook _tasks = new();

    /// <summary>Prepares the connection; nothing is opened before it is read.</summary>
    public VCenter(VimSession session, TimeProvider time, Random jitter)
    {
        Session = session;
        _time = time;
        _objects = new UpdateStream(
            session, (content, stop) => InventoryBook.PlanAsync(session, content, stop), Inventory, time,
                new Random(jitter.Next()));
        _recentTasks = new UpdateStream(
            session, (content, _) => Task.FromResult(TaskBook.Plan(content)), _tasks, time, new Random(jitter.Next()));
    }

    /// <summary>The session.</summary>
    public VimSession Session { get; }

    /// <summary>The picture of its objects.</summary>
    public InventoryBook Inventory { get; } = new();

    /// <summary>When the picture was last complete; null before the first time.</summary>
    public DateTimeOffset? UpToDateAt => _objects.UpToDateAt;

    /// <summary>How often the picture was read from nothing.</summary>
    public int Rebuilds => _objects.Rebuilds;

    /// <summary>Waits until the picture shows everything that the server knew when this was called.</summary>
    /// <exception cref="VimException">The server does not say.</exception>
    public Task CatchUpAsync(CancellationToken cancellationToken) => _objects.CatchUpAsync(cancellationToken);

    /// <summary>The same when something was done and its effect must not stay unknown: a stream that breaks is waited
    /// for.</summary>
    /// <exception cref="VimException">The server does not say, however often it is asked.</exception>
    public async Task CatchUpPatientlyAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await CatchUpAsync(cancellationToken);
                return;
            }
            catch (VimException failure) when ((failure.IsTransient || failure is VimFault { IsGone: true })
                && attempt < Searches * 2)
            {
                // The stream pauses by itself before it is there again.
            }
        }
    }

    /// <summary>Tasks that were started with a token, oldest first.</summary>
    /// <exception cref="VimException">The server does not say.</exception>
    public async Task<ImmutableArray<TaskFacts>> FindTasksAsync(string activation, CancellationToken cancellationToken)
    {
        await _recentTasks.CatchUpAsync(cancellationToken);

        return [.. _tasks.All().Where(task => task.Activation == activation)];
    }

    /// <summary>Starts a task and follows it to its end.</summary>
    /// <param name="call">The call that starts it.</param>
    /// <param name="onProgress">Gets how far it has come, 0 to 1.</param>
    /// <param name="aborted">Asks the server to cancel it; its end is awaited all the same.</param>
    /// <exception cref="VimException">It was refused, or it failed.</exception>
    public async Task<TaskFacts> RunTaskAsync(VimCall call, Action<double> onProgress, CancellationToken aborted)
    {
        await _recentTasks.CatchUpAsync(aborted);
        var before = _tasks.All().Select(task => task.Reference).ToHashSet();
        ManagedObject? task;
        try
        {
            task = ManagedObject.Read(await Session.CallAsync(call, CancellationToken.None));
        }
        catch (VimLost lost)
        {
            task = await FindLostAsync(call, before)
                ?? throw new VimLost($"{lost.Message} The server knows no task of it: nothing was done.", lost);
        }

        return await FollowAsync(task ?? throw new VimFault("RuntimeFault", $"{call.Operation} started no task"),
            onProgress, aborted);
    }

    /// <summary>Follows a task to its end.</summary>
    /// <exception cref="VimException">It failed, or the server does not know it any more.</exception>
    public async Task<TaskFacts> FollowAsync(ManagedObject task, Action<double> onProgress, CancellationToken aborted)
    {
        bool isCancelled = false;
        while (true)
        {
            var (seen, changed) = _tasks.Find(task);
            if (seen is not null)
            {
                onProgress(seen.Progress);
                if (seen.HasEnded)
                {
                    return seen.Fault is { } fault ? throw fault : seen;
                }
            }

            if (aborted.IsCancellationRequested && !isCancelled)
            {
                isCancelled = true;
                await CancelAsync(task);
            }

            if (!await WaitAsync(changed, isCancelled ? CancellationToken.None : aborted))
            {
                await LookAsync(task);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_objects.DisposeAsync().AsTask(), _recentTasks.DisposeAsync().AsTask());
        await Session.DisposeAsync();
    }

    // The answer was lost, not necessarily the call: what it started is a task that was not there before. Where the server
    // keeps the token there is no doubt; elsewhere the only new one of this kind on this object is it.
    private async Task<ManagedObject?> FindLostAsync(VimCall call, HashSet<ManagedObject> before)
    {
        for (int search = 0; search < Searches; search++)
        {
            try
            {
                await _recentTasks.CatchUpAsync(CancellationToken.None);
                var fresh = _tasks.All()
                    .Where(task => !before.Contains(task.Reference) && (task.Entity == call.On || task.Entity == call.About))
                    .ToList();
                var ours = fresh.FirstOrDefault(task => task.Activation.Length > 0
                    && task.Activation == call.Activation)
                    ?? fresh.FirstOrDefault(task => task.Activation.Length == 0 && task.IsOf(call.Operation));
                if (ours is not null)
                {
                    return ours.Reference;
                }
            }
            catch (VimException) when (search < Searches - 1)
            {
                // The stream is rebuilt meanwhile.
            }

            await Task.Delay(BetweenSearches, _time, CancellationToken.None);
        }

        return null;
    }

    // False when nothing was heard for a while.
    private async Task<bool> WaitAsync(Task changed, CancellationToken woken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(woken);
        var first = await Task.WhenAny(changed, Task.Delay(BetweenLooks, _time, over.Token));
        await over.CancelAsync();

        return first == changed || woken.IsCancellationRequested;
    }

    private async Task LookAsync(ManagedObject task)
    {
        try
        {
            var read = await PropertyReader.ReadAsync(Session, task, CancellationToken.None, "info");
            _tasks.Set(task, "info", read.GetValueOrDefault("info"));
        }
        catch (VimException failure) when (failure.IsTransient)
        {
            // Asked again after the next pause.
        }
    }

    private async Task CancelAsync(ManagedObject task)
    {
        try
        {
            await Session.CallAsync(new VimCall("CancelTask", task), CancellationToken.None);
        }
        catch (VimException)
        {
            // It cannot be cancelled, or has ended: its end is awaited either way.
        }
    }
}
