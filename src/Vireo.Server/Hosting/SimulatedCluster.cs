using Microsoft.Extensions.Logging;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Configuration;
using Vireo.Simulation;
using Vireo.Telemetry.Storage;

namespace Vireo.Server.Hosting;

/// <summary>A cluster on virtual time, on a thread of its own: first flat out to warm up, then at the configured
/// pace.</summary>
internal sealed partial class SimulatedCluster : IHostedCluster
{
    // A day of decisions can be verified; their inputs take the most room in the state file.
    private static readonly TimeSpan Lookout = TimeSpan.FromMinutes(1);
    private const int ReceiptInputsToKeep = 288;
    private static readonly TimeSpan RealTimeBetweenPublications = TimeSpan.FromMilliseconds(250);


    // Virtual time flies; the person who is asked reads at the usual pace.
    private static readonly TimeSpan RealTimeToApprove = TimeSpan.FromMinutes(5);

    private readonly SimulationSettings _settings;
    private readonly VirtualTimeline _time;
    private readonly LoadBalancers _balancers;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private readonly Action<string> _say;
    private readonly ILogger _logger;

    /// <summary>Wires the cluster of a provider; <see cref="Start"/> starts it.</summary>
    public SimulatedCluster(
        ProviderSettings provider, Scenario scenario, ServerConfiguration configuration, ITelemetryStore telemetry,
        StateStore state, ILoggerFactory logging, Action<string> say)
    {
        _settings = provider.Simulation;
        _say = say;
        _logger = logging.CreateLogger<SimulatedCluster>();
        _time = new VirtualTimeline(scenario.Start);
        var hypervisor = new SimulatedHypervisor(scenario, _time);
        _balancers = LoadBalancers.Open(configuration, provider.Name, _time, isVirtual: true);
        Runtime = new ClusterRuntime(
            Options(new ClusterId(provider.Name), scenario, configuration), configuration.PolicyOf(provider),
            [new ConnectedProvider(hypervisor, hypervisor), .. Network(provider, configuration), .. _balancers.Providers],
            telemetry, state, new ForecastOptions(), _time, logging);
        _thread = new Thread(Run) { Name = $"cluster {provider.Name}", IsBackground = true };
    }

    private IEnumerable<ConnectedProvider> Network(ProviderSettings provider, ServerConfiguration configuration) =>
        configuration.Network.IsEmpty ? [] : [ClusterNetwork.Simulate(provider, _time)];

    /// <inheritdoc/>
    public required string Introduction { get; init; }

    /// <summary>Virtual time that passes flat out before it slows down to be watched.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <inheritdoc/>
    public ClusterRuntime Runtime { get; }

    /// <inheritdoc/>
    public double? Speed => _time.Pace ?? double.PositiveInfinity;

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public void Start() => _thread.Start();

    /// <summary>Stops between two steps and waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            await Runtime.Loop.DisposeAsync();
            await Runtime.Telemetry.DisposeAsync();
        }
        else
        {
            await _ended.Task;
        }

        await _balancers.DisposeAsync();

        _stop.Dispose();
    }

    private ClusterLoopOptions Options(ClusterId cluster, Scenario scenario, ServerConfiguration configuration) => new()
    {
        Cluster = cluster,
        CycleInterval = scenario.SampleInterval,
        LookoutInterval = Lookout,
        Rules = configuration.Rules,
        RuleFiles = configuration.RuleFiles,
        ReceiptInputsToKeep = ReceiptInputsToKeep,
        PublishInterval = RealTimeBetweenPublications * Math.Max(1, _settings.Speed),
        LeastApprovalTime = RealTimeToApprove * Math.Max(1, _settings.Speed),
    };

    private void Run()
    {
        try
        {
            _time.Run(RunAsync, _stop.Token);
        }
        catch (Exception failure)
        {
            // The thread's last word: the server goes on, says so in its health, and shows what was published.
            Failure = failure.Message;
            LogFailed(failure, Runtime.Id);
            _say($"The simulated cluster {Runtime.Id} has ended: {failure.Message}");
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var pacing = SlowDownAsync(cancellationToken);
        await Runtime.RunAsync(cancellationToken);
        await pacing;
    }

    private async Task SlowDownAsync(CancellationToken cancellationToken)
    {
        if (WarmUp == TimeSpan.Zero)
        {
            _time.Pace = _settings.Speed;
            return;
        }

        long startedAt = TimeProvider.System.GetTimestamp();
        try
        {
            await Task.Delay(WarmUp, _time, cancellationToken);
            _time.Pace = _settings.Speed;
            var took = TimeProvider.System.GetElapsedTime(startedAt);
            _say(
                $"Cluster {Runtime.Id}: {DurationText.Format(WarmUp)} of history simulated in {took.TotalSeconds:0.0} s; " +
                $"it runs on at {_settings.Speed:0.##} virtual seconds per second.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped before it was warm.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The simulated cluster {Cluster} has ended.")]
    private partial void LogFailed(Exception failure, ClusterId cluster);
}
