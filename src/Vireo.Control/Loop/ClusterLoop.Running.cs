using System.Threading.Channels;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>Starting, running and stopping.</content>
public sealed partial class ClusterLoop
{
    private readonly CancellationTokenSource _life = new();
    private readonly Mailbox _mailbox = new();
    private readonly Lock _birth = new();

    // One token is enough: it says that something changed since the last publication.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private SerialContext? _context;
    private Executor? _executor;
    private Task _background = Task.CompletedTask;
    private Task _running = Task.CompletedTask;
    private bool _isStopped;
    private bool _isPrimed;

    /// <summary>Runs until cancelled or disposed: a decision every interval on the clock's grid, the first at once;
    /// actions in between; commands at any time. Actions that are under way when it ends are found again at the next
    /// start.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => OnLoopAsync(async () =>
    {
        Start();
        var ended = new TaskCompletionSource();
        _running = ended.Task;
        try
        {
            await RunCyclesAsync(cancellationToken);
        }
        finally
        {
            ended.SetResult();
        }

        return true;
    });

    /// <summary>Ends the loop and waits for its parts; what is under way at the providers goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await OnLoopAsync(async () =>
        {
            await StopAsync();
            await _running;
            return true;
        });
        _life.Dispose();
    }

    private async Task RunCyclesAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _life.Token);
        try
        {
            await CyclesAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            LogStopped(_options.Cluster);
        }
        finally
        {
            await StopAsync();
        }
    }

    private Task<T> OnLoopAsync<T>(Func<Task<T>> work)
    {
        lock (_birth)
        {
            _context ??= new SerialContext(SynchronizationContext.Current);
        }

        return _context.RunAsync(work);
    }

    // Once: takes up what earlier lives left, then starts what runs beside the cycles.
    private void Start()
    {
        ObjectDisposedException.ThrowIf(_isStopped, this);
        if (_executor is not null)
        {
            return;
        }

        var now = _time.GetUtcNow();
        RestoreSettings();
        _moves.Load(now - MoveLog.Memory);
        _changes.Load(now);
        _deployments.Load();
        _needs.Load(now);
        _orders.Load();
        _rollouts.Load();
        _managedPools.Load(now);
        _maintained.Load(now);
        RecallLedger();
        _plans.Load();
        RecallEvents();
        RecallChoices(now);
        Recall();

        // What is known already is shown while history is still being read.
        Publish();
        _executor = new Executor(Scene(), _providers);
        _executor.Recover(_state.Journal.Open(_options.Cluster));
        _background = Task.WhenAll(
            _executor.RunAsync(_life.Token), _mailbox.RunAsync(_life.Token), PublishChangesAsync(_life.Token),
            LookOutAsync(_life.Token));
        LogStarted(_options.Cluster, _providers.Count, _policy.Name);
    }

    private ExecutionScene Scene() => new(_options, _inventory, _actions, _time)
    {
        Policy = () => _policy,
        IsPaused = () => IsPaused,
        Snapshot = Snapshot,
        Tell = TellTrouble,
        NewestFence = () => _state.Settings.FencingToken(_options.Cluster),
        Fence = _state.Settings.NextFencingToken(_options.Cluster),
    };

    private void Recall()
    {
        var (watch, resolved, alerts, events) = _memory.Load();
        _watch = watch;
        _alertRules.Restore(alerts);
        _incidents.Restore(watch, resolved);
        _toldIncidents = [.. watch.Open.Select(incident => incident.Id)];
        foreach (var happened in events)
        {
            _timeline.Add(happened);
        }
    }

    // Once, when it is known which machines there are: groups and pools have no history but that of their members.
    private void PrimeForecaster(FleetSnapshot fleet)
    {
        if (_isPrimed || fleet.VirtualMachines.IsEmpty)
        {
            return;
        }

        _isPrimed = true;
        var step = _forecaster.Options.Step;
        var end = FloorTo(step, fleet.TakenAt);
        lock (_forecasting)
        {
            var series = _telemetry.ReadFleet(end - _forecaster.Options.History, end, step);
            _exhaustion.Observe(_rules, fleet, series);
            _forecaster.Know(fleet, _policy);
            _forecaster.Observe(SharedLoads.AddTo(series, fleet, _policy), _life.Token);
        }
    }

    private async Task CyclesAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await DecideSafelyAsync(cancellationToken);
            var now = _time.GetUtcNow();
            await WaitAsync(now, FloorTo(_pace.Interval, now) + _pace.Interval, cancellationToken);
        }
    }

    /// <summary>Makes one decision for whoever keeps the time. One that fails is told and counted; actions under way go
    /// on, and the next one tries again.</summary>
    /// <exception cref="Exception">What ended the parts that run beside the decisions: without its executor a loop must
    /// not go on deciding.</exception>
    public Task DecideAsync(CancellationToken cancellationToken) => OnLoopAsync(async () =>
    {
        Start();
        await DecideSafelyAsync(cancellationToken);

        return true;
    });

    private async Task DecideSafelyAsync(CancellationToken cancellationToken)
    {
        await CycleSafelyAsync(cancellationToken);
        if (_background.IsCompleted)
        {
            await _background;
        }
    }

    private async Task CycleSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TracedCycleAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            LoopMetrics.CycleEnded(_options.Cluster, succeeded: false);
            LogCycleFailed(failure, _options.Cluster);
            Tell(new FleetEvent(
                _time.GetUtcNow(), FleetEventKind.Failed, EntityId.Of(_options.Cluster),
                $"The decision failed and nothing was started: {failure.Message}", "vireo"));
        }
    }

    private async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            _mailbox.Close();

            // Synchronously: the asynchronous form would hop to the thread pool, out of virtual time.
            _life.Cancel();
        }

        try
        {
            await _background;
        }
        catch (OperationCanceledException)
        {
            LogBackgroundEnded(_options.Cluster);
        }

        Remember();
    }
}
