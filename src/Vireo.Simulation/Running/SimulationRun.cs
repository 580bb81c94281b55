using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage;

namespace Vireo.Simulation;

/// <summary>One simulation: the fleet, the clock and the loop wired to them, with stores that live in memory.</summary>
internal sealed class SimulationRun
{
    // Only spreads the retries of providers that fail.
    private const int JitterSeed = 1;

    private readonly Scenario _scenario;
    private readonly Policy _policy;
    private readonly SimulationClock _clock;
    private readonly VirtualTimeline _time;
    private readonly SimulatedHypervisor _hypervisor;
    private readonly ConnectedProvider _provider;
    private readonly HashSet<string> _incidents = [];
    private readonly IncrementalHash _plans = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BreachMeter _breaches;
    private readonly List<double> _planningMilliseconds = [];
    private long _decisions;
    private long _actions;

    /// <summary>Sets a simulation up.</summary>
    /// <param name="scenario">The fleet.</param>
    /// <param name="policy">In force from the start.</param>
    /// <param name="clock">How long it lasts.</param>
    /// <param name="connect">Puts between loop and fleet what a test wants there, e.g. a bad line.</param>
    public SimulationRun(
        Scenario scenario, Policy policy, SimulationClock clock,
        Func<SimulatedHypervisor, TimeProvider, ConnectedProvider> connect)
    {
        _scenario = scenario;
        _policy = policy;
        _clock = clock;
        _breaches = new BreachMeter(policy, clock.Interval);
        _time = new VirtualTimeline(scenario.Start);
        _hypervisor = new SimulatedHypervisor(scenario, _time);
        _provider = connect(_hypervisor, _time);
    }

    /// <summary>What the store holds at the start, oldest first, so that forecasts need not begin from
    /// nothing.</summary>
    public IReadOnlyList<Measurement> Before { get; init; } = [];

    /// <summary>Whose rules and spare capacity breaches are measured by; the policy's own unless set.</summary>
    public Policy Asked
    {
        init => _breaches = new BreachMeter(value, _clock.Interval);
    }

    /// <summary>Told the loop's state after each decision.</summary>
    public event Action<LoopState>? Decided;

    public SimulatedHypervisor Hypervisor => _hypervisor;

    /// <summary>What can be asked of the loop while it runs.</summary>
    public IClusterOperations? Operations { get; private set; }

    public void Run(IProgress<double>? progress, CancellationToken cancellationToken) =>
        _time.Run(cancel => RunAsync(progress, cancel), cancellationToken);

    private async Task RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await using var store = new InMemoryTelemetryStore();
        await store.AppendAsync(Before, cancellationToken);
        using var state = StateStore.OpenInMemory();
        var collector = new TelemetryCollector(
            [_provider.Reader], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, _time,
            new Random(JitterSeed), static _ => { });
        await using var loop = new ClusterLoop(
            Options(), _policy, [_provider], store, state, new FleetForecaster(new ForecastOptions()), _time,
            NullLogger<ClusterLoop>.Instance);
        Operations = loop;
        for (long sample = 1; sample < _clock.Samples; sample++)
        {
            await WaitUntilAsync(_clock.CollectAt(_scenario.Start, sample), cancellationToken);
            await collector.CollectOnceAsync(cancellationToken);
            Count(await loop.RunCycleAsync(cancellationToken));
            Note(loop.State);
            progress?.Report((double)sample / _clock.Samples);
        }

        await WaitUntilAsync(_scenario.Start + _clock.Length, cancellationToken);
        progress?.Report(1);
    }

    private void Note(LoopState state)
    {
        _planningMilliseconds.Add(state.PlanningDuration.TotalMilliseconds);
        _breaches.Observe(state.Fleet);
        _incidents.UnionWith(state.Incidents.Select(incident => incident.Id));
        Decided?.Invoke(state);
    }

    private ClusterLoopOptions Options() => new()
    {
        Cluster = _scenario.Hosts[0].Cluster,
        CycleInterval = _clock.Interval,
        Rules = DefaultRules.All,
        KeepReceiptInputs = false,
        KeepLedger = false,
    };

    private Task WaitUntilAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        Task.Delay(instant - _time.GetUtcNow(), _time, cancellationToken);

    private void Count(Receipt receipt)
    {
        _decisions++;
        _actions += receipt.ActionCount;
        _plans.AppendData(Encoding.UTF8.GetBytes(receipt.Plan.Value));
    }

    /// <summary>The figures, with a hash over everything that has to be the same each time.</summary>
    public SimulationResult Result(long seed, TimeSpan wall)
    {
        var metrics = _hypervisor.ReadMetrics();
        double? limit = EnergyLimit.KilowattHours(_scenario, _clock);
        var result = new SimulationResult(
            _policy.Name, _scenario.Name, seed, _scenario.Hosts.Length, _scenario.Machines.Length,
            _clock.Length.TotalSeconds, WallSeconds: 0, metrics.EnergyKilowattHours, metrics.Migrations,
            metrics.FailedMigrations, metrics.Slatah, metrics.Pdm, metrics.Slav, metrics.Esv, metrics.UnservedRatio,
            metrics.SloViolationRatio, metrics.MeanActiveHosts, metrics.HostShutdowns, metrics.MachinesDropped,
            metrics.MachinesLost, _decisions, _actions, _incidents.Count,
            (_scenario.Workload as TraceWorkload)?.IgnoredValues ?? 0, ResultHash: "")
        {
            EnergyLimitKwh = limit,
            EnergyToLimit = limit > 0 ? metrics.EnergyKilowattHours / limit : null,
            ContentionMinutes = metrics.ContentionMinutes,
            RegrettedMigrations = metrics.RegrettedMigrations,
            RuleBreachMinutes = _breaches.RuleMinutes,
            SpareBreachMinutes = _breaches.SpareMinutes,
        };
        double[] planning = [.. _planningMilliseconds.Order()];
        _plans.AppendData(Encoding.UTF8.GetBytes(result.ToJson()));

        return result with
        {
            WallSeconds = wall.TotalSeconds,
            DecisionMillisecondsMedian = SortedQuantile.Of(planning, 0.5),
            DecisionMillisecondsP99 = SortedQuantile.Of(planning, 0.99),
            ResultHash = Convert.ToHexStringLower(_plans.GetHashAndReset()),
        };
    }
}
