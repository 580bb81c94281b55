using Vireo.Detection;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Exhaustion;
using Vireo.Detection.Logs;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;
using Vireo.Simulation;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage;

namespace Vireo.Benchmarks.Incidents;

/// <summary>Watches one scenario as the loop does: collects, cleans, stores, and looks every five minutes; acts on
/// nothing.</summary>
internal sealed class IncidentRun
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TeachingStep = TimeSpan.FromHours(3);
    private static readonly TimeSpan Window = TimeSpan.FromHours(3);
    private static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    private readonly IncidentScenario _scenario;
    private readonly SimulatedHypervisor _hypervisor;
    private readonly ImperfectReader _reader;
    private readonly VirtualTimeline _time;
    private readonly FleetAnomalies _anomalies = new();
    private readonly FleetExhaustion _exhaustion = new();
    private readonly FleetLogs _logs = new();
    private readonly Dictionary<string, SeenIncident> _seen = new(StringComparer.Ordinal);
    private readonly List<FleetEvent> _events = [];
    private WatchState _state = WatchState.Quiet;
    private DateTimeOffset _read;

    private IncidentRun(IncidentScenario scenario, int seed)
    {
        _scenario = scenario;
        _time = new VirtualTimeline(scenario.Fleet.Start);
        _hypervisor = new SimulatedHypervisor(scenario.Fleet, _time);
        _reader = new ImperfectReader(_hypervisor, seed);
        _read = scenario.Fleet.Start;
    }

    /// <summary>Everything that was opened while it counted, in the order in which it was seen.</summary>
    public static SeenIncident[] Watch(IncidentScenario scenario, int seed, Action<WatchResult, TimeSpan>? looked)
    {
        var run = new IncidentRun(scenario, seed);
        run._time.Run(cancel => run.RunAsync(looked, cancel), CancellationToken.None);

        return [.. run._seen.Values.OrderBy(one => one.At).ThenBy(one => one.First.Id, StringComparer.Ordinal)];
    }

    private async Task RunAsync(Action<WatchResult, TimeSpan>? looked, CancellationToken cancellationToken)
    {
        await using var store = new InMemoryTelemetryStore();
        var collector = new TelemetryCollector(
            [_reader], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, _time, new Random(1), static _ => { });
        DateTimeOffset start = _scenario.Fleet.Start + Scenario.StartOffset;
        for (TimeSpan at = TeachingStep; at <= _scenario.WatchFrom; at += TeachingStep)
        {
            await MoveAsync(start + at, collector, cancellationToken);
            (FleetSnapshot fleet, FleetSeries series) = await ReadAsync(store, TeachingStep + Window, cancellationToken);
            await SignalsAsync(fleet, series, cancellationToken);
        }

        TimeSpan end = _scenario.WatchFrom + IncidentScenario.Watched;
        for (TimeSpan at = _scenario.WatchFrom + Step; at <= end; at += Step)
        {
            await MoveAsync(start + at, collector, cancellationToken);
            (FleetSnapshot fleet, FleetSeries series) = await ReadAsync(store, Window, cancellationToken);
            WatchSignals signals = await SignalsAsync(fleet, series, cancellationToken);
            WatchResult result = Watcher.Watch(_state, DefaultRules.All, fleet, series, signals);
            _state = result.State;
            if (at >= _scenario.WatchFrom + Settling)
            {
                looked?.Invoke(result, at);
                Note(at);
            }
        }
    }

    private async Task MoveAsync(DateTimeOffset to, TelemetryCollector collector, CancellationToken cancellationToken)
    {
        await Task.Delay(to - _time.GetUtcNow(), _time, cancellationToken);
        await collector.CollectOnceAsync(cancellationToken);
    }

    private async Task<(FleetSnapshot Fleet, FleetSeries Series)> ReadAsync(
        InMemoryTelemetryStore store, TimeSpan window, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        ProviderInventory inventory = await _reader.ReadInventoryAsync(cancellationToken);
        var fleet = FleetSnapshot.Create(
            now, _scenario.Fleet.Hosts[0].Cluster, [.. inventory.Hosts], [.. inventory.VirtualMachines], [], []);

        return (fleet, store.ReadFleet(now - window, now, Step));
    }

    private async Task<WatchSignals> SignalsAsync(FleetSnapshot fleet, FleetSeries series, CancellationToken cancellationToken)
    {
        IReadOnlyList<LogLine> lines = await _hypervisor.ReadLogLinesAsync(_read, cancellationToken);
        _events.AddRange(await _reader.ReadEventsAsync(_read, cancellationToken));
        _read = fleet.TakenAt;

        return new WatchSignals(_anomalies.Observe(series), AlertPicture.None, [.. _events])
        {
            Filling = _exhaustion.Observe(DefaultRules.All, fleet, series),
            Logs = _logs.Observe(fleet, lines, fleet.TakenAt),
        };
    }

    private void Note(TimeSpan at)
    {
        var byId = _state.Open.ToDictionary(incident => incident.Id);
        foreach (Incident incident in _state.Open)
        {
            if (!_seen.TryGetValue(incident.Id, out SeenIncident? seen))
            {
                _seen[incident.Id] = seen = new SeenIncident(incident, at);
            }

            seen.See(incident, incident.Under is { } lead ? byId.GetValueOrDefault(lead, incident) : incident, at);
        }
    }
}
