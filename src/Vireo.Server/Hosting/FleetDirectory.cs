using System.Collections.Immutable;
using System.Reflection;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.ServiceQuality;
using Vireo.Simulation;

namespace Vireo.Server.Hosting;

/// <summary>All clusters of this process, found by identifier.</summary>
internal sealed class FleetDirectory : IFleetView, IServerHealth, IReloadTarget
{
    private readonly ImmutableSortedDictionary<ClusterId, IHostedCluster> _clusters;
    private readonly StateStore _state;
    private readonly ReceiptVerifier _verifier;
    private readonly EventTracer _tracer;
    private readonly ConfigurationStatus _configuration;

    public FleetDirectory(
        IEnumerable<IHostedCluster> clusters, StateStore state, ConfigurationStatus configuration)
    {
        _clusters = clusters.ToImmutableSortedDictionary(cluster => cluster.Runtime.Id, cluster => cluster);
        _state = state;
        _verifier = new ReceiptVerifier(state);
        _tracer = new EventTracer(state);
        _configuration = configuration;
        Clusters = [.. _clusters.Keys];
    }

    public ImmutableArray<ClusterId> Clusters { get; }

    public string CodeVersion { get; } =
        typeof(FleetDirectory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    public ImmutableArray<string> ConfigurationProblems => _configuration.Problems;

    public ImmutableArray<string> Problems =>
    [
        .. _clusters.Values
            .Where(cluster => cluster.Failure is not null)
            .Select(cluster => $"cluster {cluster.Runtime.Id} has ended: {cluster.Failure}"),
        .. _clusters.Values
            .Where(cluster => cluster.Runtime.StoreError.Length > 0)
            .Select(cluster => $"telemetry of cluster {cluster.Runtime.Id} is not stored: {cluster.Runtime.StoreError}"),
    ];

    public IClusterOperations Operations(ClusterId cluster) => Find(cluster).Loop;

    public TimeSeries? Read(ClusterId cluster, SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step) =>
        Find(cluster).Telemetry.Read(key, from, to, step);

    public ForecastOptions ForecastOptions(ClusterId cluster) => Find(cluster).Forecaster.Options;

    public DemandForecast? Forecast(ClusterId cluster, SeriesKey key, int steps) => Find(cluster).Loop.Forecast(key, steps);

    public ServiceLevel? Service(ClusterId cluster, VmGroupId group) => Find(cluster).Forecaster.Service(group);

    public ImmutableArray<ModelReport> Models(ClusterId cluster) => Find(cluster).Forecaster.Report();

    public ChoiceReport Choices(ClusterId cluster) => Find(cluster).Forecaster.Choices;

    public ReceiptVerification Verify(ClusterId cluster, long receiptId) => _verifier.Verify(receiptId);

    public PlanRecord? FindPlan(ClusterId cluster, long receiptId) =>
        _state.FindPlan(receiptId) is { } plan ? plan with { Ledger = _state.FindLedgerEntry(receiptId) } : null;

    public DecisionInputs? Inputs(ClusterId cluster, long receiptId) => _state.Receipts.FindInputs(receiptId);

    public ImmutableArray<TracedEvent> Trace(ClusterId cluster, EntityId entity, DateTimeOffset since, int most) =>
        _tracer.About(cluster, Find(cluster).Loop.State.JustHappened, entity, since, most);

    public ImmutableArray<TracedEvent> Following(ClusterId cluster, string key, int most) =>
        _tracer.Following(cluster, Find(cluster).Loop.State.JustHappened, key, most);

    public (FleetSeries History, TimeSpan Window, int MostSeries) RuleHistory(ClusterId cluster, TimeSpan since) =>
        Find(cluster).RuleHistory(since);

    public RecordedHistory? ReadHistory(
        ClusterId cluster, DateTimeOffset from, DateTimeOffset to, out string whyNot)
    {
        var runtime = Find(cluster);

        return HistoryReader.Read(
            runtime.Telemetry, _state, runtime.Loop.State.Fleet, from, to, runtime.Forecaster.Options.Step, out whyNot);
    }

    public double? VirtualSpeed(ClusterId cluster) => FindCluster(cluster).Speed;

    public Task SetPolicyAsync(string provider, Policy policy, string user, CancellationToken cancellationToken)
    {
        var loop = Find(new ClusterId(provider)).Loop;

        return loop.SetPolicyAsync(policy.Keeping(loop.State.Policy), user, cancellationToken);
    }

    public Task SetRulesAsync(
        ImmutableArray<ThresholdRule> rules, ImmutableArray<RuleFile> files, string user,
        CancellationToken cancellationToken) =>
        Task.WhenAll(_clusters.Values.Select(
            cluster => cluster.Runtime.Loop.SetRulesAsync(rules, files, user, cancellationToken)));

    private ClusterRuntime Find(ClusterId cluster) => FindCluster(cluster).Runtime;

    private IHostedCluster FindCluster(ClusterId cluster) => _clusters.GetValueOrDefault(cluster)
        ?? throw new KeyNotFoundException($"Cluster '{cluster}' is not hosted by this server.");
}
