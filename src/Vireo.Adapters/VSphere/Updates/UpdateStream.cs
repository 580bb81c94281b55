using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>Follows properties of objects: everything first, in pages, and then each change as it happens
/// (WaitForUpdatesEx).</summary>
/// <remarks>When the stream breaks, what was lost with it cannot be known: everything is read anew and compared, so that
/// no change is missed and none is made up. The sink keeps what it knew until the new picture is complete.</remarks>
internal sealed class UpdateStream : IAsyncDisposable
{
    private const int ObjectsPerPage = 1_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenPokes = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly VimSession _session;
    private readonly Func<ServiceContent, CancellationToken, Task<PropertyPlan>> _plan;
    private readonly IUpdateSink _sink;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private List<TaskCompletionSource> _asking = [];
    private ManagedObject? _waitingOn;
    private ManagedObject? _start;
    private Task? _running;

    /// <summary>Prepares a stream; nothing is asked before <see cref="CatchUpAsync"/>.</summary>
    /// <param name="session">The session; filters live and die with it.</param>
    /// <param name="plan">What is followed.</param>
    /// <param name="sink">Where it goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads new attempts.</param>
    public UpdateStream(
        VimSession session, Func<ServiceContent, CancellationToken, Task<PropertyPlan>> plan, IUpdateSink sink,
        TimeProvider time, Random jitter)
    {
        _session = session;
        _plan = plan;
        _sink = sink;
        _time = time;
        _jitter = jitter;
    }

    /// <summary>When the server last said that everything is known; null before the first time.</summary>
    public DateTimeOffset? UpToDateAt { get; private set; }

    /// <summary>How often everything was read anew.</summary>
    public int Rebuilds { get; private set; }

    /// <summary>Waits until the sink knows everything that the server knew when this was called.</summary>
    /// <exception cref="VimException">The stream is broken; it goes on trying.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _asking.Add(caughtUp);
            _running ??= Task.Run(RunAsync, CancellationToken.None);
        }

        while (!caughtUp.Task.IsCompleted)
        {
            await PokeAsync(cancellationToken);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(caughtUp.Task, Task.Delay(BetweenPokes, _time, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        await caughtUp.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_running ?? Task.CompletedTask);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            ManagedObject? collector = null;
            try
            {
                collector = await EstablishAsync();
                await FollowAsync(collector.Value, () => failures = 0);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The end.
            }
            catch (VimFault ended) when (ended.IsNotAuthenticated && failures == 0)
            {
                // The session ended and the collector with it: who asks meanwhile is answered from the next one.
                failures++;
            }
            catch (VimException failure)
            {
                Answer(failure);
                await DiscardAsync(collector);
                await PauseAsync(++failures);
            }
        }

        Answer(new VimLost("The connection is being closed.", inner: null));
    }

    private async Task<ManagedObject> EstablishAsync()
    {
        var content = await _session.OpenAsync(_stop.Token);
        var collector = await MakeAsync(new VimCall("CreatePropertyCollector", content.PropertyCollector));
        var plan = await _plan(content, _stop.Token);
        _start = plan.Start;
        await MakeAsync(new VimCall("CreateFilter", collector, plan.Filter("spec"),
            Vim.Element("partialUpdates", false)));
        _sink.Restart();
        Rebuilds++;

        return collector;
    }

    private async Task<ManagedObject> MakeAsync(VimCall call) =>
        ManagedObject.Read(await _session.CallAsync(call, _stop.Token))
        ?? throw new VimFault("RuntimeFault", $"{call.Operation} made nothing");

    private async Task FollowAsync(ManagedObject collector, Action onComplete)
    {
        string version = "";
        bool isPartial = true;
        while (true)
        {
            List<TaskCompletionSource> asked;
            TimeSpan wait;
            lock (_gate)
            {
                asked = _asking;
                _asking = [];
                wait = isPartial || asked.Count > 0 ? TimeSpan.Zero : LongestWait;
                _waitingOn = wait > TimeSpan.Zero ? collector : null;
            }

            (string Version, bool IsPartial)? answer;
            try
            {
                answer = await WaitAsync(collector, version, wait);
            }
            catch (VimFault poked) when (poked.Kind == "RequestCanceled")
            {
                AskAgain(asked);
                continue;
            }
            catch (VimException)
            {
                AskAgain(asked);
                throw;
            }

            version = answer?.Version ?? version;
            isPartial = answer?.IsPartial ?? false;
            if (isPartial)
            {
                AskAgain(asked);
                continue;
            }

            _sink.Commit();
            UpToDateAt = _time.GetUtcNow();
            onComplete();
            asked.ForEach(one => one.TrySetResult());
        }
    }

    private void AskAgain(List<TaskCompletionSource> asked)
    {
        lock (_gate)
        {
            _asking.AddRange(asked);
        }
    }

    // Null when nothing has changed. Not said again by itself: a change that was lost on the way is not sent twice.
    private Task<(string Version, bool IsPartial)?> WaitAsync(ManagedObject collector, string version, TimeSpan wait)
    {
        var call = new VimCall(
            "WaitForUpdatesEx", collector,
            Vim.Element("version", version),
            Vim.Element(
                "options", Vim.Element("maxWaitSeconds", (int)wait.TotalSeconds), Vim.Element("maxObjectUpdates", ObjectsPerPage)))
        {
            // A whole data centre takes longer than any other answer.
            Wait = version.Length == 0 || wait == TimeSpan.Zero ? LongestWait : wait,
        };

        return _session.CallAsync<(string, bool)?>(
            call,
            async reader =>
            {
                string? next = null;
                bool isPartial = false;
                await foreach (var element in VimEnvelope.ElementsAsync(reader, "returnval", "filterSet"))
                {
                    switch (element.Name.LocalName)
                    {
                        case "version":
                            next = element.Value;
                            break;
                        case "truncated":
                            isPartial = Vim.IsTrue(element);
                            break;
                        case "objectSet":
                            Take(element);
                            break;
                    }
                }

                return next is null ? null : (next, isPartial);
            },
            _stop.Token);
    }

    private void Take(XElement update)
    {
        if (ManagedObject.Read(update.Child("obj")) is not { } target)
        {
            return;
        }

        if (update.Text("kind") == "leave")
        {
            _sink.Leave(target);
            return;
        }

        _sink.Enter(target);
        foreach (var change in update.Children("changeSet"))
        {
            bool isGone = change.Text("op") is "remove" or "indirectRemove";
            _sink.Set(target, change.Text("name"), isGone ? null : change.Child("val"));
        }
    }

    // A long wait is ended by the server itself, so that nothing gets lost on the way.
    private async Task PokeAsync(CancellationToken cancellationToken)
    {
        ManagedObject? collector;
        lock (_gate)
        {
            collector = _waitingOn;
        }

        if (collector is { } waiting)
        {
            try
            {
                await _session.CallAsync(new VimCall("CancelWaitForUpdates", waiting), cancellationToken);
            }
            catch (VimException)
            {
                // The wait has ended meanwhile, or will end by itself.
            }
        }
    }

    private async Task DiscardAsync(ManagedObject? collector)
    {
        lock (_gate)
        {
            _waitingOn = null;
        }

        await TryAsync("DestroyPropertyCollector", collector);
        await TryAsync("DestroyView", _start is { Type: "ContainerView" } ? _start : null);
        _start = null;
    }

    private async Task TryAsync(string operation, ManagedObject? left)
    {
        if (left is { } target && !_stop.IsCancellationRequested)
        {
            try
            {
                await _session.CallAsync(new VimCall(operation, target), _stop.Token);
            }
            catch (Exception failure) when (failure is VimException or OperationCanceledException)
            {
                // It ends with its session.
            }
        }
    }

    private async Task PauseAsync(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10)) * (0.75 + (_jitter.NextDouble() / 2));
        try
        {
            await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Seen by the loop.
        }
    }

    private void Answer(VimException failure)
    {
        List<TaskCompletionSource> asked;
        lock (_gate)
        {
            asked = _asking;
            _asking = [];
        }

        asked.ForEach(one => one.TrySetException(failure));
    }
}
