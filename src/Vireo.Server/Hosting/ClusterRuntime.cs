using Microsoft.Extensions.Logging;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage;

namespace Vireo.Server.Hosting;

/// <summary>One cluster: its store, its collector and its loop, run in rounds of collecting and deciding.</summary>
/// <remarks>Everything of <see cref="RunAsync"/> stays on the caller's context, so that it can be virtual
/// time.</remarks>
internal sealed partial class ClusterRuntime
{
    // Only spreads the retries of providers that fail.
    private const int JitterSeed = 1;

    private readonly ClusterLoopOptions _options;
    private readonly TimeProvider _time;
    private readonly TelemetryCollector _collector;
    private readonly ILogger _logger;

    /// <summary>Wires a cluster; nothing happens before <see cref="RunAsync"/>.</summary>
    public ClusterRuntime(
        ClusterLoopOptions options, Policy policy, IReadOnlyList<ConnectedProvider> providers, ITelemetryStore telemetry,
        StateStore state, ForecastOptions forecasting, TimeProvider time, ILoggerFactory logging)
    {
        _options = options;
        _time = time;
        _logger = logging.CreateLogger<ClusterRuntime>();
        Telemetry = telemetry;
        Forecaster = new FleetForecaster(forecasting);
        Loop = new ClusterLoop(
            options, policy, providers, telemetry, state, Forecaster, time, logging.CreateLogger<ClusterLoop>());
        _collector = new TelemetryCollector(
            [.. providers.Select(provider => provider.Reader)], CleaningPipeline.CreateDefault(), telemetry,
            CollectorOptions.Default, time, new Random(JitterSeed), static _ => { });
    }

    /// <summary>Time between two readings of the providers where they are read more often than is decided; null to read
    /// for each decision.</summary>
    public TimeSpan? CollectInterval { get; init; }

    /// <summary>Whether the first decision is made at once: somebody who connects hosts wants to see them.</summary>
    public bool StartsAtOnce { get; init; }

    /// <summary>The cluster.</summary>
    public ClusterId Id => _options.Cluster;

    /// <summary>What decides and acts.</summary>
    public ClusterLoop Loop { get; }

    /// <summary>Where clean series live.</summary>
    public ITelemetryStore Telemetry { get; }

    /// <summary>What forecasts them.</summary>
    public FleetForecaster Forecaster { get; }

    /// <summary>The series that alert rules would have been judged by since so long, on the grid of the cycles.</summary>
    public (FleetSeries History, TimeSpan Window, int MostSeries) RuleHistory(TimeSpan since)
    {
        var step = Forecaster.Options.Step;
        var now = Loop.State.At;
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % step.Ticks), TimeSpan.Zero);

        return (Telemetry.ReadFleet(end - since, end, step), _options.WatchWindow, _options.MostRuleSeries);
    }

    /// <summary>Why telemetry is not stored now; empty when it is.</summary>
    public string StoreError => _collector.StoreError;

    /// <summary>Collects and decides on the clock's grid, and at once where something cannot wait, until cancelled; then
    /// ends the loop and closes the store.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            DateTimeOffset? decidedAt = StartsAtOnce ? null : _time.GetUtcNow();
            while (true)
            {
                bool isUrgent = decidedAt is { } decided && await Loop.RestAsync(decided, NextRound(), cancellationToken);
                await CollectAsync(cancellationToken);
                var now = _time.GetUtcNow();
                if (isUrgent || decidedAt is not { } last || now.UtcTicks / Pace.Ticks > last.UtcTicks / Pace.Ticks)
                {
                    decidedAt = now;
                    await Loop.DecideAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopping(Id);
        }
        finally
        {
            try
            {
                await Loop.DisposeAsync();
            }
            finally
            {
                await Telemetry.DisposeAsync();
            }
        }
    }

    private TimeSpan Pace => Loop.State.Pace.Interval is { Ticks: > 0 } pace ? pace : _options.CycleInterval;

    private DateTimeOffset NextRound()
    {
        var now = _time.GetUtcNow();
        long grid = (CollectInterval < Pace ? CollectInterval.Value : Pace).Ticks;

        return now + TimeSpan.FromTicks(grid - (now.UtcTicks % grid));
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        var round = await _collector.CollectOnceAsync(cancellationToken);
        if (round.RoundsWaiting > 0)
        {
            LogNotStored(Id, round.RoundsWaiting, _collector.StoreError);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cluster {Cluster} stops.")]
    private partial void LogStopping(ClusterId cluster);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Rounds} rounds of cluster {Cluster} wait for the store: {Reason}")]
    private partial void LogNotStored(ClusterId cluster, int rounds, string reason);
}
