using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Simulation;

/// <summary>One simulation: the fleet, the clock and the loop wired to them, with stores that live in memory.</summary>
internal sealed class SimulationRun
{
    private readonly Scenario _scenario;
    private readonly Policy _policy;
    private readonly SimulationClock _clock;
    private readonly VirtualTimeline _time;
    private readonly SimulatedHypervisor _hypervisor;
    private readonly IncrementalHash _plans = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _decisions;
    private long _actions;
    private long _incidents;

    public SimulationRun(Scenario scenario, Policy policy, SimulationClock clock)
    {
        _scenario = scenario;
        _policy = policy;
        _clock = clock;
        _time = new VirtualTimeline(scenario.Start);
        _hypervisor = new SimulatedHypervisor(scenario, _time);
    }

    public void Run(IProgress<double>? progress, CancellationToken cancellationToken) =>
        _time.Run(cancel => RunAsync(progress, cancel), cancellationToken);

    private async Task RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await using var store = new StandInStore();
        using var state = StateStore.OpenInMemory();
        var provider = new ConnectedProvider(_hypervisor, _hypervisor);
        await using var loop = new ClusterLoop(
            Options(), _policy, [provider], store, state, new FleetForecaster(new ForecastOptions()), _time,
            NullLogger<ClusterLoop>.Instance);
        loop.Published += state => _incidents = Math.Max(_incidents, state.Incidents.Length);
        var last = _scenario.Start;
        for (long sample = 1; sample < _clock.Samples; sample++)
        {
            await WaitUntilAsync(_clock.CollectAt(_scenario.Start, sample), cancellationToken);
            await store.AppendAsync(await _hypervisor.ReadMeasurementsAsync(last, cancellationToken), cancellationToken);
            last = _time.GetUtcNow();
            Count(await loop.RunCycleAsync(cancellationToken));
            progress?.Report((double)sample / _clock.Samples);
        }

        await WaitUntilAsync(_scenario.Start + _clock.Length, cancellationToken);
        progress?.Report(1);
    }

    private ClusterLoopOptions Options() => new()
    {
        Cluster = _scenario.Hosts[0].Cluster,
        CycleInterval = _clock.Interval,
        Rules = DefaultRules.All,
        KeepReceiptInputs = false,
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
        var result = new SimulationResult(
            _policy.Name, _scenario.Name, seed, _scenario.Hosts.Length, _scenario.Machines.Length,
            _clock.Length.TotalSeconds, WallSeconds: 0, metrics.EnergyKilowattHours, metrics.Migrations,
            metrics.FailedMigrations, metrics.Slatah, metrics.Pdm, metrics.Slav, metrics.Esv, metrics.UnservedRatio,
            metrics.SloViolationRatio, metrics.MeanActiveHosts, metrics.HostShutdowns, metrics.MachinesDropped,
            metrics.MachinesLost, _decisions, _actions, _incidents,
            (_scenario.Workload as TraceWorkload)?.IgnoredValues ?? 0, ResultHash: "");
        _plans.AppendData(Encoding.UTF8.GetBytes(result.ToJson()));

        return result with
        {
            WallSeconds = wall.TotalSeconds,
            ResultHash = Convert.ToHexStringLower(_plans.GetHashAndReset()),
        };
    }
}
