using Microsoft.Extensions.Logging;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Safety;
using Vireo.Scheduling;
using Vireo.Telemetry.Storage;

namespace Vireo.Control;

/// <summary>Runs one cluster by itself: owns all its state and shares none.</summary>
public sealed class ClusterLoop(
    ClusterLoopOptions options,
    Policy policy,
    IReadOnlyList<ConnectedProvider> providers,
    ITelemetryStore telemetry,
    StateStore state,
    FleetForecaster forecaster,
    TimeProvider time,
    ILogger<ClusterLoop> logger) : IClusterOperations, IAsyncDisposable
{
    /// <inheritdoc/>
    public LoopState State { get; private set; } = new(
        time.GetUtcNow(), 0, FleetSnapshot.Create(time.GetUtcNow(), options.Cluster, [], [], [], []),
        new Outlook(time.GetUtcNow(), forecaster.Options.Step, 0, forecaster.Options.Levels, [], []),
        policy, [], [], [], [], false, TimeSpan.Zero);

    /// <inheritdoc/>
    public event Action<LoopState>? Published;

    /// <summary>Runs until cancelled: a decision every interval, actions in between, commands at any time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _ = logger;
        while (!cancellationToken.IsCancellationRequested)
        {
            await RunCycleAsync(cancellationToken);
            await Task.Delay(options.CycleInterval, time, cancellationToken);
        }
    }

    /// <summary>One decision. Its actions start before the task completes and go on after it.</summary>
    public async Task<Receipt> RunCycleAsync(CancellationToken cancellationToken)
    {
        var inventory = await providers[0].Reader.ReadInventoryAsync(cancellationToken);
        var now = time.GetUtcNow();
        var fleet = FleetSnapshot.Create(now, options.Cluster, inventory.Hosts, inventory.VirtualMachines, [], []);
        var series = telemetry.ReadFleet(now - options.WatchWindow, now, forecaster.Options.Step);
        forecaster.Observe(series);
        var outlook = forecaster.Look(fleet, series, [], policy.Horizon);
        var plan = Scheduler.Plan(fleet, outlook, policy);
        SafetyReview.Review(
            plan, fleet, outlook, policy,
            new ReviewContext(now, now, false, [], [], 0, System.Collections.Immutable.ImmutableDictionary<ProviderId, ActionKinds>.Empty));
        State = State with { At = now, Cycle = State.Cycle + 1, Fleet = fleet, Outlook = outlook };
        Published?.Invoke(State);

        return new Receipt(
            State.Cycle, now, options.Cluster, ContentHash.Of(fleet), ContentHash.Of(outlook), ContentHash.Of(policy),
            ContentHash.Of(plan), "0", plan.Summary, plan.Actions.Length);
    }

    /// <inheritdoc/>
    public Task ApproveAsync(long receiptId, string user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RejectAsync(long receiptId, string user, string reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task PauseAsync(string user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ResumeAsync(string user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task SetPolicyAsync(Policy policy, string user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public DemandForecast? Forecast(SeriesKey key, int steps) => forecaster.Forecast(key, steps);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ = state;

        return ValueTask.CompletedTask;
    }
}
