using Microsoft.Extensions.Logging;
using Vireo.Adapters.Libvirt;
using Vireo.Adapters.Ovn;
using Vireo.Adapters.VSphere;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Configuration;
using Vireo.Telemetry.Storage;

namespace Vireo.Server.Hosting;

/// <summary>A cluster of real hosts, in real time.</summary>
internal sealed partial class HypervisorCluster : IHostedCluster
{
    // A host that fails is found out between two decisions, however far apart these are.
    private static readonly TimeSpan Lookout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan UsualPoll = TimeSpan.FromSeconds(5);

    // Only spreads the attempts to reach hosts again.
    private const int JitterSeed = 1;

    private readonly IAsyncDisposable _hypervisor;
    private readonly OvnNetwork? _network;
    private readonly LogFeeds _logs;
    private readonly LoadBalancers _balancers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<string> _say;
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;
    private bool _isStarted;

    private HypervisorCluster(
        ConnectedProvider connected, IAsyncDisposable hypervisor, Pace pace, string introduction,
            ProviderSettings provider,
        ServerConfiguration configuration, LogFeeds logs, ITelemetryStore telemetry, StateStore state, ILoggerFactory logging,
            Action<string> say)
    {
        _logs = logs;
        _balancers = LoadBalancers.Open(configuration, provider.Name, TimeProvider.System, isVirtual: false);
        var policy = configuration.PolicyOf(provider);
        _say = say;
        _logger = logging.CreateLogger<HypervisorCluster>();
        _hypervisor = hypervisor;
        _network = ClusterNetwork.Open(provider);
        Runtime = new ClusterRuntime(
            Options(provider, pace, configuration) with { LogFeeds = logs.All }, policy, Connected(connected),
            telemetry, state,
            new ForecastOptions { Step = pace.DecideEvery, RefinesModels = true }, TimeProvider.System, logging)
        {
            CollectInterval = pace.SampleEvery,
            StartsAtOnce = true,
        };
        Introduction =
            $"Cluster {provider.Name}: {introduction}, policy '{policy.Name}' in {policy.DefaultMode.ToString().ToLowerInvariant()}" +
            (connected.Actuator is null ? "; connections are read-only, as the provider does not say 'acts: true'."
                : ".") +
            (_network is null ? "" : $" Its network is managed in OVN at {provider.Ovn!.Endpoints}.");
    }

    // Who may not act on machines may not act on their network (S32).
    private ConnectedProvider[] Connected(ConnectedProvider hypervisor) => _network is null
        ? [hypervisor, .. _balancers.Providers]
        : [hypervisor, new ConnectedProvider(_network, hypervisor.Actuator is null ? null : _network), .. _balancers.Providers];

    /// <summary>Wires the cluster of a provider; <see cref="Start"/> starts it.</summary>
    public static HypervisorCluster Open(
        ProviderSettings provider, ServerConfiguration configuration, LogFeeds logs, ITelemetryStore telemetry,
        StateStore state, ILoggerFactory logging, Action<string> say)
    {
        var id = new ProviderId(provider.Name);
        var jitter = new Random(JitterSeed);
        if (provider.Type == ProviderType.VSphere)
        {
            var settings = provider.VSphere;
            var vsphere = new VSphereHypervisor(id, settings, TimeProvider.System, jitter);

            return new HypervisorCluster(
                new ConnectedProvider(vsphere, settings.Acts ? vsphere : null), vsphere,

                // The first picture of a large data centre takes several answers' time.
                new Pace(settings.SampleEvery, settings.DecideEvery, 4 * settings.Deadline),
                $"vSphere at {new Uri(settings.Url).Host}", provider, configuration, logs, telemetry, state, logging, say);
        }

        var hosts = provider.Libvirt;
        var libvirt = new LibvirtHypervisor(id, hosts, TimeProvider.System, jitter);

        return new HypervisorCluster(
            new ConnectedProvider(libvirt, hosts.Acts ? libvirt : null), libvirt,

            // A host that is silent shows within its own deadline; the rest of the fleet must not wait for a second one.
            new Pace(hosts.SampleEvery, hosts.DecideEvery, 2 * hosts.Deadline),
            $"{hosts.Hosts.Length} hosts through libvirt", provider, configuration, logs, telemetry, state, logging, say);
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

        await _logs.DisposeAsync();
        await _balancers.DisposeAsync();
        await _hypervisor.DisposeAsync();
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static ClusterLoopOptions Options(ProviderSettings provider, Pace pace,
        ServerConfiguration configuration) => new()
        {
            Cluster = new ClusterId(provider.Name),
            CycleInterval = pace.DecideEvery,
            Rules = configuration.Rules,
            RuleFiles = configuration.RuleFiles,
            LookoutInterval = Lookout,
            ProviderDeadline = pace.Deadline,

            // Who measures more often than actions are looked after wants to see their ends as soon.
            PollInterval = pace.SampleEvery < UsualPoll ? pace.SampleEvery : UsualPoll,
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

    /// <summary>How often a hypervisor is asked.</summary>
    /// <param name="SampleEvery">Time between measurements.</param>
    /// <param name="DecideEvery">Time between decisions.</param>
    /// <param name="Deadline">How long a question to it may take.</param>
    private sealed record Pace(TimeSpan SampleEvery, TimeSpan DecideEvery, TimeSpan Deadline);
}
