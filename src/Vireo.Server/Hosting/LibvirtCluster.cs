using Microsoft.Extensions.Logging;
using Vireo.Adapters.Libvirt;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Configuration;
using Vireo.Telemetry.Storage;

namespace Vireo.Server.Hosting;

/// <summary>A cluster of real hosts, in real time.</summary>
internal sealed partial class LibvirtCluster : IHostedCluster
{
    // A host that fails is found out between two decisions, however far apart these are.
    private static readonly TimeSpan Lookout = TimeSpan.FromSeconds(30);

    // Only spreads the attempts to reach hosts again.
    private const int JitterSeed = 1;

    private readonly LibvirtHypervisor _hypervisor;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<string> _say;
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;
    private bool _isStarted;

    /// <summary>Wires the cluster of a provider; <see cref="Start"/> starts it.</summary>
    public LibvirtCluster(
        ProviderSettings provider, ServerConfiguration configuration, ITelemetryStore telemetry, StateStore state,
        ILoggerFactory logging, Action<string> say)
    {
        var settings = provider.Libvirt;
        var policy = configuration.PolicyOf(provider);
        _say = say;
        _logger = logging.CreateLogger<LibvirtCluster>();
        _hypervisor = new LibvirtHypervisor(
            new ProviderId(provider.Name), settings, TimeProvider.System, new Random(JitterSeed));
        Runtime = new ClusterRuntime(
            Options(provider, configuration), policy,
            [new ConnectedProvider(_hypervisor, settings.Acts ? _hypervisor : null)], telemetry, state,
            new ForecastOptions { Step = settings.DecideEvery }, TimeProvider.System, logging)
        {
            CollectInterval = settings.SampleEvery,
            StartsAtOnce = true,
        };
        Introduction =
            $"Cluster {provider.Name}: {settings.Hosts.Length} hosts through libvirt, policy '{policy.Name}' in " +
            $"{policy.DefaultMode.ToString().ToLowerInvariant()}" +
            (settings.Acts ? "." : "; connections are read-only, as the provider does not say 'acts: true'.");
    }

    /// <inheritdoc/>
    public string Introduction { get; }

    /// <inheritdoc/>
    public ClusterRuntime Runtime { get; }

    /// <inheritdoc/>
    public double? Speed => null;

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public void Start()
    {
        _isStarted = true;
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_isStarted)
        {
            await _running;
        }
        else
        {
            await Runtime.Loop.DisposeAsync();
            await Runtime.Telemetry.DisposeAsync();
        }

        await _hypervisor.DisposeAsync();
        _stop.Dispose();
    }

    private static ClusterLoopOptions Options(ProviderSettings provider, ServerConfiguration configuration) => new()
    {
        Cluster = new ClusterId(provider.Name),
        CycleInterval = provider.Libvirt.DecideEvery,
        Rules = configuration.Rules,
        RuleFiles = configuration.RuleFiles,
        LookoutInterval = Lookout,

        // A host that is silent shows within its own deadline; the rest of the fleet must not wait for a second one.
        ProviderDeadline = 2 * provider.Libvirt.Deadline,
    };

    private async Task RunAsync()
    {
        try
        {
            await Runtime.RunAsync(_stop.Token);
        }
        catch (Exception failure)
        {
            // The task's last word: the server goes on, says so in its health, and shows what was published.
            Failure = failure.Message;
            LogFailed(failure, Runtime.Id);
            _say($"The cluster {Runtime.Id} has ended: {failure.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The cluster {Cluster} has ended.")]
    private partial void LogFailed(Exception failure, ClusterId cluster);
}
